# shellcheck shell=dash
# xServers.sh - questions about the X servers of all users, their locks and sockets, and the host's own screen.
# Parameters: X11_PERL, X11_PYTHON. Prints: answers. Parts: ask.sh, lib/process.sh. Changes: nothing.

xs_servers='Xorg|X|Xwayland|Xvnc|Xtigervnc|Xvfb|Xephyr|x11vnc|x0vncserver|X0tigervnc'
xs_managers='gdm3|gdm|lightdm|sddm|xdm|lxdm|slim'
# The kernel cuts names after 15 characters.
xs_lockers='light-locker|xscreensaver|gnome-screensav|xfce4-screensav|mate-screensave|xss-lock|i3lock|swaylock|kscreenlocker_g'

# xs_scan - sets xs_found: `/proc/PID/comm:NAME` a line, of all that is looked for here; one look at /proc for three questions
xs_scan() { xs_found=$(grep -HxE "$xs_servers|$xs_managers|$xs_lockers" /proc/[0-9]*/comm 2>/dev/null); }

# xs_named NAMES - sets xs_own and xs_others: the pids of what has one of these names
xs_named() {
	xs_own=
	xs_others=
	# The names that were looked for have no blank.
	for xs_line in $xs_found; do
		case "|$1|" in *"|${xs_line#*:}|"*) ;; *) continue ;; esac
		xs_pid=${xs_line#/proc/}
		xs_pid=${xs_pid%%/*}
		if [ -O "/proc/$xs_pid" ]; then xs_own="$xs_own $xs_pid"; else xs_others="$xs_others $xs_pid"; fi
	done
}

# xs_where PID - here, or elsewhere: in another mount or network namespace, so that its files and sockets cannot be reached
xs_where() {
	if ! [ -e "/proc/$1/ns/net" ]; then
		printf unknown
	elif [ "/proc/$1/ns/mnt" -ef /proc/self/ns/mnt ] && [ "/proc/$1/ns/net" -ef /proc/self/ns/net ]; then
		printf here
	else
		printf elsewhere
	fi
}

# xs_arguments PID... - `args PID`, then its command line, an argument a line behind a tab: at most 64 of them and 1,500 characters
xs_arguments() {
	# No argument can begin with the mark: it becomes a blank there.
	for xs_pid in "$@"; do
		printf '\001args %s\n' "$xs_pid"
		{ tr '\n\000\001' ' \n ' <"/proc/$xs_pid/cmdline"; } 2>/dev/null
	done | awk -v mark="$(printf '\001')" '
		substr($0, 1, 1) == mark { print substr($0, 2); left = 1500; count = 0; next }
		left > 0 && count++ < 64 { print "\t" substr($0, 1, left); left -= length($0) + 1 }'
}

# xs_descriptors PID... - `listens PID HEXADDRESS:HEXPORT` and `node PID PATH`, as far as this user can see them
xs_descriptors() {
	for xs_pid in "$@"; do
		shift
		set -- "$@" "/proc/$xs_pid/fd"
	done
	# With one folder alone ls would not name it.
	# shellcheck disable=SC2012
	ls -ln /proc/self/task "$@" 2>/dev/null | {
		set -- kind=fd -
		for xs_table in tcp tcp6; do
			[ -r "/proc/net/$xs_table" ] && set -- "$@" "kind=$xs_table" "/proc/net/$xs_table"
		done
		awk '
			kind == "fd" && /^\/proc\/[0-9]+\/fd:$/ { split($0, part, "/"); pid = part[3]; print "seen " pid; next }
			kind == "fd" && match($0, /socket:\[[0-9]+\]$/) { owner[substr($0, RSTART + 8, RLENGTH - 9)] = pid; next }
			kind == "fd" && match($0, /-> \/dev\/(nvidia[a-z0-9-]*|dri\/[A-Za-z0-9]+)$/) {
				row = "node " pid " " substr($0, RSTART + 3)
				if (!(row in told)) print row
				told[row] = 1
				next
			}
			kind != "fd" && $4 == "0A" && ($10 in owner) { print "listens " owner[$10] " " $2 }' "$@"
	}
}

# xs_answer - the rows that electron/probe/desktop/xServers.ts reads; own servers first, as an answer has a limit
xs_answer() {
	xs_named "$xs_servers"
	# shellcheck disable=SC2086
	set -- $xs_own $xs_others
	[ $# -gt 0 ] || return 0
	xs_paths=
	xs_states=
	for xs_pid in "$@"; do
		xs_paths="$xs_paths /proc/$xs_pid"
		xs_states="$xs_states /proc/$xs_pid/status"
		printf 'place %s %s\n' "$xs_pid" "$(xs_where "$xs_pid")"
	done
	for xs_pid in $xs_own; do printf 'own %s\n' "$xs_pid"; done
	# shellcheck disable=SC2086
	stat -c '%n %U' $xs_paths 2>/dev/null
	# shellcheck disable=SC2086
	grep -HE '^(Name|State|NSpid):' $xs_states 2>/dev/null
	xs_descriptors "$@"
	xs_arguments "$@"
}

# xs_listening - the X11 sockets on which a process of this host listens, a path a line
xs_listening() { awk '$4 == "00010000" && $8 ~ /^@?\/tmp\/\.X11-unix\/X[0-9]+$/ { sub(/^@/, "", $8); print $8 }' /proc/net/unix 2>/dev/null; }

# xs_sockets - `PATH OWNER`, `own PATH`, `listens PATH`, `answers PATH` a line
xs_sockets() {
	set --
	for xs_path in /tmp/.X11-unix/X[0-9]*; do
		case ${xs_path##*/X} in *[!0-9]*) continue ;; esac
		[ -S "$xs_path" ] && [ ! -L "$xs_path" ] && set -- "$@" "$xs_path"
	done
	[ $# -gt 0 ] || return 0
	stat -c '%n %U' "$@" 2>/dev/null
	xs_heard=$(xs_listening)
	xs_mute=
	for xs_path in "$@"; do
		[ -O "$xs_path" ] && printf 'own %s\n' "$xs_path"
		case "
$xs_heard
" in
		*"
$xs_path
"*) printf 'listens %s\n' "$xs_path" ;;
		*) xs_mute="$xs_mute ${xs_path##*/X} -" ;;
		esac
	done
	# A container that shares the folder listens in a network namespace of its own, which only a call can tell.
	if [ -z "$xs_mute" ] || ! can_speak; then return 0; fi
	# shellcheck disable=SC2086
	speak screen $xs_mute | sed -n -e '/ silent$/d' -e 's/^\([0-9][0-9]*\) .*/answers \/tmp\/.X11-unix\/X\1/p'
}

# xs_locks - `PATH OWNER`, `own PATH`, `pid PATH PID`, `runs PATH STATE NAME` a line
xs_locks() {
	set --
	for xs_path in /tmp/.X[0-9]*-lock; do
		# Anybody may put a pipe there, which would never end.
		[ -f "$xs_path" ] && [ ! -L "$xs_path" ] && set -- "$@" "$xs_path"
	done
	[ $# -gt 0 ] || return 0
	stat -c '%n %U' "$@" 2>/dev/null
	gv_state=
	for xs_path in "$@"; do
		[ -O "$xs_path" ] && printf 'own %s\n' "$xs_path"
		xs_word=
		{ read -r xs_word <"$xs_path"; } 2>/dev/null
		case $xs_word in '' | *[!0-9]*) continue ;; esac
		printf 'pid %s %s\n' "$xs_path" "$xs_word"
		xs_word=${xs_word#"${xs_word%%[!0]*}"}
		[ -n "$xs_word" ] || continue
		{ read -r xs_name <"/proc/$xs_word/comm"; } 2>/dev/null && read_stat "$xs_word" && printf 'runs %s %s %s\n' "$xs_path" "$gv_state" "$xs_name"
	done
}

xs_display_manager() {
	xs_unit=$(readlink /etc/systemd/system/display-manager.service)
	xs_named "$xs_managers"
	# shellcheck disable=SC2086
	set -- $xs_others $xs_own
	if [ -z "$xs_unit" ] && [ $# -eq 0 ]; then
		printf 'No display manager is set up or runs.\n'
		return 3
	fi
	[ -z "$xs_unit" ] || printf 'unit %s\n' "$xs_unit"
	case $xs_unit$xs_found in
	*gdm3*) bounded 2 gdm3 --version | sed 's/^/version /' ;;
	*gdm*) bounded 2 gdm --version | sed 's/^/version /' ;;
	esac
	for xs_pid in "$@"; do
		{ read -r xs_name <"/proc/$xs_pid/comm"; } 2>/dev/null && printf 'runs %s\n' "$xs_name"
	done
}

xs_lockers_here() {
	xs_named "$xs_lockers"
	gv_state=
	for xs_pid in $xs_own; do
		# One that has ended locks nothing, although nobody has collected it yet.
		{ read -r xs_name <"/proc/$xs_pid/comm"; } 2>/dev/null && read_stat "$xs_pid" && [ "$gv_state" != Z ] && printf '%s\n' "$xs_name"
	done
	return 0
}

ask_x_servers() {
	xs_scan
	tell x-servers "ps -ww -eo pid,user,stat,args | grep -E '($xs_servers)'; ss -ltnp; ls -l /proc/PID/fd" xs_answer
	tell x-sockets 'ls -l /tmp/.X11-unix; ss -xl | grep X11-unix' xs_sockets
	tell x-locks 'ls -l /tmp/.X*-lock; head /tmp/.X*-lock' xs_locks
	tell display-manager 'readlink /etc/systemd/system/display-manager.service; systemctl status display-manager' xs_display_manager
	tell lockers "pgrep -u \"\$(id -u)\" -l -x '$xs_lockers'" xs_lockers_here
}
