# shellcheck shell=dash
# xServers.sh - functions of the watch: X servers and what shows them, of all users.
# Parameters: TICK. Prints: x (`KIND DISPLAY|- PID` a line). Parts: lib/process.sh, record.sh. Changes: nothing.

w_servers=none
w_sockets=
w_left=0
w_fresh=

# watch_kind PID - sets w_kind when it is an X server, or shows one, and is no zombie
watch_kind() {
	w_kind=
	read -r w_kind <"/proc/$1/comm" || return 1
	case $w_kind in
	Xorg | Xwayland | Xvnc | Xtigervnc | Xvfb | Xephyr | x11vnc | x0vncserver) ;;
	X) w_kind=Xorg ;;
	# The kernel keeps 15 characters of a name.
	x0tigervncserve) w_kind=x0vncserver ;;
	*) return 1 ;;
	esac
	# shellcheck disable=SC2154
	read_stat "$1" && [ "$gv_state" != Z ]
}

# watch_display KIND PID - sets w_display: as it was told before, else as the process, its lock or its socket says
watch_display() {
	w_display=
	# shellcheck disable=SC2154
	IFS=$watch_break
	for w_line in $w_servers; do
		case $w_line in "$1 "*" $2") w_display=${w_line#* } ;; esac
	done
	unset IFS
	w_display=${w_display% *}
	# Its socket may have come since.
	case $w_display in [0-9]*) return 0 ;; -) [ -n "$w_fresh" ] || return 0 ;; esac
	w_display=$(display_of "$2")
	# With -displayfd there is no lock; whose socket it is can be seen of one's own processes only.
	[ -n "$w_display" ] || w_display=$(listeners "$2" | sed -n 's|^unix @*/tmp/\.X11-unix/X\([0-9][0-9]*\)$|\1|p' | head -n 1)
	w_display=${w_display:--}
}

# watch_scan - looks at every process
watch_scan() {
	set -- /proc/[0-9]*
	# Where processes are many, so seldom that it costs no more.
	w_left=$((10 + $# / 500))
	w_found=
	w_count=0
	for w_path in "$@"; do
		watch_kind "${w_path#/proc/}" || continue
		# A record is written in one piece up to 4096 bytes.
		w_count=$((w_count + 1))
		[ "$w_count" -le 96 ] || break
		watch_display "$w_kind" "${w_path#/proc/}"
		w_found=$w_found${w_found:+$watch_break}"$w_kind $w_display ${w_path#/proc/}"
	done 2>/dev/null
	if [ "$w_found" != "$w_servers" ]; then
		w_servers=$w_found
		watch_tell x "$w_servers"
	fi
}

# watch_gone - one of those that were told is not there any more
watch_gone() {
	IFS=$watch_break
	set -f
	# shellcheck disable=SC2086
	set -- $w_servers
	set +f
	unset IFS
	for w_line in "$@"; do
		if ! watch_kind "${w_line##* }" || [ "$w_kind" != "${w_line%% *}" ]; then return 0; fi
	done 2>/dev/null
	return 1
}

# watch_x - an X server makes its socket when it begins; one without a socket is found in time
watch_x() {
	set -- /tmp/.X11-unix/X*
	w_left=$((w_left - TICK))
	w_fresh=
	[ "$*" = "$w_sockets" ] || w_fresh=yes
	if [ -n "$w_fresh" ] || [ "$w_left" -le 0 ] || watch_gone; then
		w_sockets=$*
		watch_scan
	fi
}
