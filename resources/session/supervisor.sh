# shellcheck shell=dash
# supervisor.sh - holds one TigerVNC desktop together: X proxy first, window manager next, and the end of either ends the other.
# Arguments: FOLDER, DISPLAY number, COMMAND of the window manager, then the X proxy with its options. Runs detached and alone.
# Prints: nothing; logs to FOLDER/x.log and FOLDER/desktop.log. Changes: FOLDER. As with vncserver, logging out ends the desktop.

# alive PID - a process that is ending has lost its descriptors before its clients learn of it, and its state tells only later
alive() {
	for descriptor in "/proc/$1/fd"/*; do
		[ -L "$descriptor" ] && return 0
	done
	return 1
}

# desktop COMMAND - the window manager with a message bus of its own, through the distribution's Xsession where there is one
desktop() {
	if [ -x /etc/X11/xinit/Xsession ]; then
		set -- /etc/X11/xinit/Xsession "$1"
	elif [ -x /etc/X11/Xsession ]; then
		set -- /etc/X11/Xsession "$1"
	else
		set -- /bin/sh -c "exec $1"
	fi
	if command -v dbus-run-session >/dev/null; then
		set -- dbus-run-session -- "$@"
	elif command -v dbus-launch >/dev/null; then
		set -- dbus-launch --exit-with-session "$@"
	fi
	exec "$@"
}

# end_x PID - TERM, and after 3 s KILL
end_x() {
	kill "$1" 2>/dev/null
	left=60
	while alive "$1" && [ "$left" -gt 0 ]; do
		left=$((left - 1))
		sleep 0.05
	done
	kill -KILL "$1" 2>/dev/null
	wait "$1"
}

main() {
	folder=$1
	display=$2
	command=$3
	shift 3
	# Not -displayfd: with it the X server makes no lock file, and others would take the display for free.
	"$@" >"$folder/x.log" 2>&1 </dev/null &
	x=$!
	until [ -S "$folder/rfb" ] || { [ -f "$folder/password" ] && [ -S "/tmp/.X11-unix/X$display" ]; }; do
		alive "$x" || exit 1
		sleep 0.02
	done
	export DISPLAY=":$display" XAUTHORITY="$folder/xauth"
	(desktop "$command") >"$folder/desktop.log" 2>&1 </dev/null &
	wait $!
	# An X proxy that died by itself leaves its files: the list shows the desktop as dead.
	alive "$x" || exit 1
	: >"$folder/over"
	end_x "$x"
	rm -f "$folder/rfb" "$folder/xauth" "$folder/password" "$folder/notes" "$folder/supervisor"
}

main "$@"
