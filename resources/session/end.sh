# shellcheck shell=dash
# end.sh - ends a desktop: its X proxy, what it started, and the files they leave. Used by stop, and by a start that failed.
# Parameters: none. Prints: nothing by itself. Changes: ends processes and removes files, of that desktop only. Undo: none.

# marked N PID - it carries the mark that a desktop of ours gives to all it starts
marked() {
	gv_mark=$(note "$1" mark)
	[ -n "$gv_mark" ] && grep -qF "GEARVIEW_DESKTOP=$gv_mark" "/proc/$2/environ" 2>/dev/null
}

# members N - the processes of a desktop of ours: same process session and the mark; what left it, such as tmux, is not meant to end
members() {
	gv_of=$(note "$1" leader)
	[ -n "$gv_of" ] || return 0
	for gv_path in /proc/[0-9]*; do
		gv_pid=${gv_path#/proc/}
		[ -O "$gv_path" ] && in_process_session "$gv_pid" "$gv_of" && marked "$1" "$gv_pid" && printf '%s\n' "$gv_pid"
	done
}

# helpers N PID... - the agents and message buses that those processes started: they leave the process session and outlive it
helpers() {
	gv_n=$1
	shift
	gv_parents=" $(printf '%s ' "$@")"
	for gv_path in /proc/[0-9]*; do
		gv_pid=${gv_path#/proc/}
		gv_comm=
		{ read -r gv_comm <"$gv_path/comm"; } 2>/dev/null
		case $gv_comm in
		ssh-agent)
			gv_parent=$(sed -n 's/^PPid:[[:space:]]*//p' "$gv_path/status" 2>/dev/null)
			case $gv_parents in *" $gv_parent "*) printf '%s\n' "$gv_pid" ;; esac
			;;
		dbus-daemon) [ -O "$gv_path" ] && marked "$gv_n" "$gv_pid" && printf '%s\n' "$gv_pid" ;;
		esac
	done
}

# survivors N PID START - what is left of the desktop
survivors() {
	is_session "$2" "$3" && printf '%s\n' "$2"
	members "$1"
}

# signal NAME PID... - one that has ended by now is no error
signal() {
	gv_signal=$1
	shift
	[ $# -eq 0 ] || kill "-$gv_signal" "$@" 2>/dev/null
}

# ended N PID START TENTHS - waits until nothing is left; 1 when something is after that time
ended() {
	gv_left=$4
	while [ -n "$(survivors "$1" "$2" "$3")" ]; do
		gv_left=$((gv_left - 1))
		[ "$gv_left" -gt 0 ] || return 1
		sleep 0.1
	done
}

# end_session N PID START - the X proxy first: clients that lose it end by themselves; then TERM, then KILL. 1 when it lives on
end_session() {
	# shellcheck disable=SC2046
	set -- "$1" "$2" "$3" $(helpers "$1" $(survivors "$1" "$2" "$3"))
	is_session "$2" "$3" && signal TERM "$2"
	ended "$1" "$2" "$3" 5 || {
		# shellcheck disable=SC2046
		signal TERM $(members "$1")
	}
	ended "$1" "$2" "$3" 25 || {
		# shellcheck disable=SC2046
		signal KILL $(survivors "$1" "$2" "$3")
	}
	ended "$1" "$2" "$3" 20 || return 1
	shift 3
	end_helpers "$@"
}

# end_helpers PID... - TERM, and a second for them to go
end_helpers() {
	signal TERM "$@"
	gv_left=20
	for gv_pid in "$@"; do
		while [ "$gv_left" -gt 0 ]; do
			case $(state_of "$gv_pid") in '' | Z) break ;; esac
			gv_left=$((gv_left - 1))
			sleep 0.05
		done
	done
}

# remove_own FILE... - removes those that belong to this user
remove_own() {
	for gv_file in "$@"; do
		[ -O "$gv_file" ] && rm -f "$gv_file"
	done
}

# purge N PID - the files of a desktop whose X proxy PID is gone; a file that names another process stays
purge() {
	is_live_proxy "$2" && [ "$(display_of "$2")" = "$1" ] && return 1
	if [ "$(pid_in "/tmp/.X$1-lock")" = "$2" ]; then
		remove_own "/tmp/.X$1-lock" "/tmp/.X11-unix/X$1"
	elif [ ! -e "/tmp/.X$1-lock" ] && ! grep -q "/tmp/\.X11-unix/X$1\$" /proc/net/unix; then
		# An X server started with -displayfd has no lock.
		remove_own "/tmp/.X11-unix/X$1"
	fi
	for gv_stem in "$HOME/.vnc/$(host)" "$HOME/.config/tigervnc/$(host)" "$HOME/.local/state/tigervnc/$(host)"; do
		[ "$(pid_in "$gv_stem:$1.pid")" = "$2" ] || continue
		remove_own "$gv_stem:$1.pid" "$gv_stem:$1.udspath" "${gv_stem}_$1.uds"
	done
	if [ "$(note "$1" pid)" = "$2" ] || [ -z "$(note "$1" pid)" ]; then
		[ "$(note "$1" kind)" = turbovnc ] && forget_cookie "$1"
		# vncserver -kill may have been there first, and forgotten the socket with the pid file.
		gv_rfb=$(note "$1" rfb)
		case $gv_rfb in unix:*) remove_own "${gv_rfb#unix:}" ;; esac
		gv_folder=$(directory_of "$1")
		[ -O "$gv_folder" ] && [ ! -L "$gv_folder" ] && rm -rf "$gv_folder"
	fi
	return 0
}

# forget_cookie N - takes the cookie of a TurboVNC desktop of ours out of the X authority files
forget_cookie() {
	have xauth || return 0
	for gv_file in "$HOME/.Xauthority" "$(note "$1" auth)"; do
		[ -O "$gv_file" ] && bounded 5 xauth -q -f "$gv_file" remove "$(host):$1" "$(host)/unix:$1" >/dev/null 2>&1
	done
	return 0
}
