# shellcheck shell=dash
# process.sh - functions about this user's X proxies: identity, arguments, sockets, and the notes a desktop of ours keeps.
# Parameters: X11_PERL, X11_PYTHON (x11.pl and x11.py). Prints: nothing by itself. Changes: nothing.

# A home can be shared by several hosts, so the names of a desktop's files begin with the host's.
host() { uname -n; }

base_directory() { printf '%s/.gearview/sessions' "$HOME"; }

# directory_of N - where a desktop of ours keeps its files
directory_of() { printf '%s/%s:%s' "$(base_directory)" "$(host)" "$1"; }

# note N KEY - a line of the notes of a desktop of ours
note() { sed -n "s/^$2 //p" "$(directory_of "$1")/notes" 2>/dev/null | head -n 1; }

boot_id() { cat /proc/sys/kernel/random/boot_id; }

# read_stat PID - sets gv_state, gv_leader (session id) and gv_start (field 22: clock ticks since boot); 1: no such process
read_stat() {
	gv_line=
	{ read -r gv_line <"/proc/$1/stat"; } 2>/dev/null || return 1
	# The name in field 2 may hold spaces and brackets.
	gv_line=${gv_line##*) }
	# shellcheck disable=SC2086
	set -- $gv_line
	[ $# -ge 20 ] || return 1
	gv_state=$1
	gv_leader=$4
	shift 19
	gv_start=$1
}

start_of() { read_stat "$1" && printf '%s' "$gv_start"; }

state_of() { read_stat "$1" && printf '%s' "$gv_state"; }

# in_process_session PID LEADER - it belongs to the process session of LEADER, and is no zombie
in_process_session() { read_stat "$1" && [ "$gv_leader" = "$2" ] && [ "$gv_state" != Z ]; }

# is_process PID START - that very process runs and is no zombie
is_process() {
	case $1 in '' | *[!0-9]*) return 1 ;; esac
	read_stat "$1" && [ "$gv_start" = "$2" ] && [ "$gv_state" != Z ] && [ "$gv_state" != X ]
}

# is_proxy PID - an X proxy of this user
is_proxy() {
	gv_comm=
	{ read -r gv_comm <"/proc/$1/comm"; } 2>/dev/null || return 1
	case $gv_comm in Xvnc | Xtigervnc) [ -O "/proc/$1" ] ;; *) return 1 ;; esac
}

# is_live_proxy PID - an X proxy of this user that is no zombie
is_live_proxy() { is_proxy "$1" && read_stat "$1" && [ "$gv_state" != Z ]; }

# is_session PID START - that very X proxy of this user runs
is_session() { is_process "$1" "$2" && is_proxy "$1"; }

# proxies - the pids of this user's X proxies, zombies left out
proxies() {
	for gv_path in /proc/[0-9]*; do
		gv_pid=${gv_path#/proc/}
		is_live_proxy "$gv_pid" && printf '%s\n' "$gv_pid"
	done
}

# arguments PID - its command line, one argument a line
arguments() { { tr '\n\000' ' \n' <"/proc/$1/cmdline"; } 2>/dev/null; }

# option PID NAME... - value of the last of these options, written -name value, -name=value or --name value, in any case
option() {
	gv_pid=$1
	shift
	arguments "$gv_pid" | awk -v names=" $* " '
		# A desktop may be called -auth.
		taken { if (wanted) value = $0; taken = wanted = 0; next }
		{
			word = $0
			if (!sub(/^--?/, "", word) && word !~ /=/) next
			at = index(word, "=")
			name = tolower(at ? substr(word, 1, at - 1) : word)
			wanted = index(tolower(names), " " name " ") > 0
			if (at && wanted) value = substr(word, at + 1)
			taken = !at && (wanted || name == "desktop")
			if (at) wanted = 0
		}
		END { print value }'
}

# pid_in FILE - the pid in an X lock or pid file
pid_in() {
	gv_word=
	# Anybody may have put a pipe there, and opening that would wait for ever.
	[ -f "$1" ] || return 0
	# Lock files pad the number with blanks, which read takes off.
	{ read -r gv_word <"$1"; } 2>/dev/null
	case $gv_word in '' | *[!0-9]*) ;; *) printf '%s' "$gv_word" ;; esac
}

# display_of PID - its display number: the argument :N, else the lock file that names it
display_of() {
	gv_display=$(arguments "$1" | sed -n '2,$ s/^:\([0-9][0-9]*\)$/\1/p' | head -n 1)
	if [ -z "$gv_display" ]; then
		for gv_lock in /tmp/.X*-lock; do
			[ "$(pid_in "$gv_lock")" = "$1" ] || continue
			gv_display=${gv_lock#/tmp/.X}
			gv_display=${gv_display%-lock}
			break
		done
	fi
	printf '%s' "$gv_display"
}

# proxy_on N - pid of this user's X proxy on display N
proxy_on() {
	for gv_candidate in $(proxies); do
		[ "$(display_of "$gv_candidate")" = "$1" ] || continue
		printf '%s' "$gv_candidate"
		return 0
	done
	return 1
}

# listeners PID - what it listens on as the kernel knows it, a line each: `unix PATH` or `tcp HEXADDRESS:HEXPORT`
listeners() {
	gv_pid=$1
	set -- kind=fd -
	for gv_table in unix tcp tcp6; do
		[ -r "/proc/net/$gv_table" ] && set -- "$@" "kind=$gv_table" "/proc/net/$gv_table"
	done
	# shellcheck disable=SC2012
	ls -l "/proc/$gv_pid/fd" 2>/dev/null | awk '
		kind == "fd" { if (match($0, /socket:\[[0-9]+\]/)) mine[substr($0, RSTART + 8, RLENGTH - 9)] = 1; next }
		kind == "unix" {
			if ($4 != "00010000" || !($7 in mine)) next
			path = $8
			for (i = 9; i <= NF; i++) path = path " " $i
			if (path != "") print "unix " path
			next
		}
		$4 == "0A" && ($10 in mine) { print "tcp " $2 }' "$@"
}

# exposed PID - the TCP addresses it listens on beyond 127.0.0.1 and ::1
exposed() {
	listeners "$1" | sed -n 's/^tcp //p' |
		grep -v -e '^0100007F:' -e '^00000000000000000000000001000000:' -e '^0000000000000000FFFF00000100007F:'
}

can_speak() { have perl || have python3; }

# speak MODE ARGUMENT... - runs x11.pl or x11.py
speak() {
	if have perl; then
		bounded 30 perl -e "$X11_PERL" "$@" 2>/dev/null
	else
		bounded 30 python3 -c "$X11_PYTHON" "$@" 2>/dev/null
	fi
}

# emit_host - what the worker needs to read session records: boot id, boot time, clock ticks a second, home, user, namespaces
emit_host() {
	gv_ticks=$(getconf CLK_TCK 2>/dev/null)
	emit host "boot $(boot_id)
booted $(sed -n 's/^btime //p' /proc/stat)
ticks ${gv_ticks:-100}
home $HOME
place $(place_of self)"
}

# place_of PID - its mount and network namespaces: in others, as in a container, its sockets cannot be reached from here
place_of() { printf '%s %s' "$(readlink "/proc/$1/ns/mnt" 2>/dev/null)" "$(readlink "/proc/$1/ns/net" 2>/dev/null)"; }

coded() { base64 | tr -d '\n'; }

# emit_session N PID START STATE SCREEN - a `session` record: facts, command line (NUL-separated), listeners, notes
emit_session() {
	printf 'session\t'
	{
		printf 'display %s\npid %s\nstart %s\nstate %s\nscreen %s\n' "$1" "$2" "$3" "$4" "$5"
		[ "$4" = dead ] || printf 'program %s\nplace %s\n' "$(readlink "/proc/$2/exe" 2>/dev/null)" "$(place_of "$2")"
	} | coded
	printf '\t'
	[ "$4" = dead ] || { head -c 8192 "/proc/$2/cmdline" 2>/dev/null | coded; }
	printf '\t'
	[ "$4" = dead ] || { listeners "$2" | head -c 8192 | coded; }
	printf '\t'
	head -c 8192 "$(directory_of "$1")/notes" 2>/dev/null | coded
	printf '\n'
}
