# shellcheck shell=dash disable=SC2153
# commands.sh - runs the commands of a step: each in a process group of its own, bounded in time, stopped on a wish, patient with package locks.
# Parameters: MARK, COMMAND_SECONDS, WAIT_SECONDS. Prints: what they print, and the mark `waiting`.
# Parts: lib/process.sh, journal.sh, lock.sh. Changes: nothing by itself.

# Of one command: what is more is left out of the log.
commands_limit=67108864
# Not empty while it was said that a command waits.
commands_waits=
# The one that runs.
commands_pid=
commands_output=

is_root() { [ "$(id -u)" = 0 ]; }

# mark KEY VALUE... - a line for the app among the output, which may have left its last line open
mark() {
	if [ -s "$commands_output" ] && [ "$(tail -c 1 "$commands_output" | wc -l)" -eq 0 ]; then printf '\n'; fi
	printf '%s\t%s' "$MARK" "$1"
	shift
	for commands_each in "$@"; do
		printf '\t'
		if [ -n "$commands_each" ]; then printf '%s' "$commands_each" | coded; else printf -- '-'; fi
	done
	printf '\n'
}

decoded() { [ "$1" = - ] || printf '%s' "$1" | base64 -d; }

# begin_commands - once, before all else. Stdin is kept by a process that ends with it: then the operator wants this to stop
begin_commands() {
	cd / || exit 1
	exec 3<&0 </dev/null
	cat <&3 >/dev/null 2>&1 &
	commands_wish=$!
	commands_wish_start=$(start_of "$commands_wish")
	exec 3<&-
	# Not in the log itself: what a command leaves behind would keep it open.
	commands_output=$({ is_root && mktemp /run/gearview.XXXXXXXX; } 2>/dev/null || mktemp) || exit 1
	trap 'rm -f "$commands_output"' EXIT
}

is_stopped() { ! is_process "$commands_wish" "$commands_wish_start"; }

# copy_output - what has come since, into the log
copy_output() {
	commands_size=$(stat -c %s "$commands_output" 2>/dev/null)
	[ "${commands_size:-0}" -gt "$commands_sent" ] || return 0
	if [ "$commands_sent" -lt "$commands_limit" ]; then
		tail -c "+$((commands_sent + 1))" "$commands_output" | head -c $((commands_size - commands_sent))
	fi
	commands_sent=$commands_size
	say_waiting "$(lock_text 1)"
	# It was opened for appending, so it begins anew.
	[ "$commands_sent" -lt "$commands_limit" ] || : >"$commands_output"
}

# lock_text LINES - the latest of these last lines that tells of a lock of a package manager
lock_text() {
	tail -c 4000 "$commands_output" | tr '\r' '\n' | grep . | tail -n "$1" |
		grep -i -e 'could not get lock' -e 'is another process using it' -e 'locked by another process' \
			-e 'another app is currently holding' -e 'waiting for process with pid' -e 'create transaction lock' \
			-e '^ *state *:.*pid: [0-9]' | tail -n 1
}

# lock_holder TEXT - the process that a text names, else the one that the kernel knows to hold the file it names
lock_holder() {
	commands_holder=$(printf '%s\n' "$1" | sed -n 's/.*\(process\|pid:\{0,1\}\) \([0-9][0-9]*\).*/\2/p')
	if [ -z "$commands_holder" ]; then
		commands_inode=$(printf '%s\n' "$1" | sed -n 's/.*lock \(\/[^ ,)]*\).*/\1/p')
		commands_inode=$(stat -c %i "${commands_inode:-/var/lib/dpkg/lock-frontend}" 2>/dev/null)
		[ -z "$commands_inode" ] || commands_holder=$(awk -v inode=":$commands_inode" '$6 ~ inode "$" && $2 != "->" { print $5; exit }' /proc/locks 2>/dev/null)
	fi
	printf '%s' "$commands_holder"
}

# say_waiting TEXT - of lock_text; nothing: the wait is over
say_waiting() {
	if [ -z "$1" ]; then
		[ -z "$commands_waits" ] || mark waiting ''
		commands_waits=
		return
	fi
	commands_pid_holding=$(lock_holder "$1")
	commands_name=
	[ -z "$commands_pid_holding" ] || { read -r commands_name <"/proc/$commands_pid_holding/comm"; } 2>/dev/null
	if [ -n "$commands_name" ]; then
		set -- "Waiting for $commands_name (process $commands_pid_holding of $(stat -c %U "/proc/$commands_pid_holding" 2>/dev/null)), which installs packages too."
	elif [ -n "$commands_waits" ]; then
		# Whoever was named has just ended, and the package manager has not looked again.
		return
	else
		set -- 'Waiting for another program that installs packages too.'
	fi
	[ "$commands_waits" = "$1" ] || mark waiting "$1"
	commands_waits=$1
}

# family PID - `PID START` of what descends from it, and of its process session
family() {
	cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^\([0-9]*\) (.*) /\1 /' | awk -v root="$1" '
		{ parent[$1] = $3; session[$1] = $5; start[$1] = $21 }
		END {
			for (pid in parent) {
				for (each = pid; each > 1 && each != root; each = parent[each]) if (!(each in parent)) break
				if (each == root || session[pid] == root) print pid, start[pid]
			}
		}'
}

# signal_family SIGNAL - those of commands_family that are still the same; 1: none is left
signal_family() {
	printf '%s\n' "$commands_family" | {
		commands_left=1
		while read -r commands_one commands_one_start; do
			is_process "$commands_one" "$commands_one_start" || continue
			commands_left=0
			kill -s "$1" "$commands_one" 2>/dev/null
		done
		[ "$commands_left" = 0 ]
	}
}

# end_command - the one that runs, with all that it started: TERM, and after 10 s KILL
end_command() {
	commands_family=$(family "$commands_pid")
	signal_family TERM
	commands_tenths=100
	while [ "$commands_tenths" -gt 0 ] && signal_family 0; do
		commands_tenths=$((commands_tenths - 1))
		sleep 0.1
	done
	# Those that it started meanwhile too.
	commands_family="$commands_family
$(family "$commands_pid")"
	signal_family KILL
	wait "$commands_pid"
	commands_pid=
	copy_output
}

# run_once WORD...
run_once() {
	: >"$commands_output"
	commands_sent=0
	commands_ticks=0
	commands_until=$(($(date +%s) + COMMAND_SECONDS))
	# setsid makes it the leader of a process group; the descriptor of the lock must not live on in what it leaves behind.
	setsid "$@" </dev/null >>"$commands_output" 2>&1 9>&- &
	commands_pid=$!
	commands_start=$(start_of "$commands_pid")
	while is_process "$commands_pid" "$commands_start"; do
		if is_stopped; then
			end_command
			return 130
		fi
		commands_ticks=$((commands_ticks + 1))
		if [ $((commands_ticks % 10)) = 0 ]; then
			keep_turn
			journal_beat
			if [ "$(date +%s)" -ge "$commands_until" ]; then
				end_command
				printf '\nIt did not end within %s s.\n' "$COMMAND_SECONDS"
				return 124
			fi
		fi
		copy_output
		if [ "$commands_ticks" -lt 10 ]; then sleep 0.1; else sleep 0.5; fi
	done
	wait "$commands_pid"
	commands_status=$?
	commands_pid=
	copy_output
	# These have another meaning as the status of a step.
	case $commands_status in 75 | 130) commands_status=1 ;; esac
	return "$commands_status"
}

# run_command WORD... - once more for as long as somebody else holds a lock of the package manager, up to WAIT_SECONDS
run_command() {
	commands_patience=$(($(date +%s) + WAIT_SECONDS))
	while :; do
		run_once "$@"
		commands_result=$?
		case $commands_result in 0 | 124 | 130) break ;; esac
		commands_lock=$(lock_text 20)
		if [ -z "$commands_lock" ] || [ "$(date +%s)" -ge "$commands_patience" ]; then break; fi
		say_waiting "$commands_lock"
		commands_tenths=30
		while [ "$commands_tenths" -gt 0 ] && ! is_stopped; do
			commands_tenths=$((commands_tenths - 5))
			sleep 0.5
		done
		if is_stopped; then
			commands_result=130
			break
		fi
		keep_turn
		journal_beat
	done
	say_waiting ''
	return "$commands_result"
}

# run_line LINE - the same for a line of TASK: its words are coded, but for the first
run_line() {
	set -f
	# shellcheck disable=SC2086
	set -- $1
	set +f
	shift
	commands_count=$#
	while [ "$commands_count" -gt 0 ]; do
		commands_word=$(
			decoded "$1"
			printf x
		)
		shift
		set -- "$@" "${commands_word%x}"
		commands_count=$((commands_count - 1))
	done
	[ $# -gt 0 ] && run_command "$@"
}
