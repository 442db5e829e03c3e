# shellcheck shell=dash disable=SC2154
# xFiles.sh - functions about the files that an X server keeps in /tmp while it runs, and leaves there when it is killed.
# Parameters: X11_PERL, X11_PYTHON. Prints: nothing by itself. Parts: lib/process.sh, subject.sh. Changes: nothing.

# x_files N - sets lock and socket
x_files() {
	lock=/tmp/.X$1-lock
	socket=/tmp/.X11-unix/X$1
}

lock_gone() { ! there "$lock"; }
socket_gone() { ! there "$socket"; }

# is_x_server PID - of any user; NX calls its X server an agent. Sets x_comm
is_x_server() {
	x_comm=
	{ read -r x_comm <"/proc/$1/comm"; } 2>/dev/null || return 1
	case $x_comm in X* | nxagent | x2goagent) ;; *) return 1 ;; esac
	read_stat "$1" && [ "$gv_state" != Z ]
}

# x_listens N - somebody listens as display N. A container with a network of its own is seen only by a try to connect
x_listens() {
	awk -v path="/tmp/.X11-unix/X$1" '$4 == "00010000" && ($8 == path || $8 == "@" path) { found = 1 } END { exit !found }' \
		/proc/net/unix 2>/dev/null && return 0
	[ -S "/tmp/.X11-unix/X$1" ] && can_speak || return 1
	case $(speak greet "unix:/tmp/.X11-unix/X$1") in *refused* | *'No such file'*) return 1 ;; esac
}

# why_alive N - a sentence why its files may not be touched; nothing when no X server is there
why_alive() {
	x_pid=$(pid_in "/tmp/.X$1-lock")
	if [ -n "$x_pid" ] && is_x_server "$x_pid"; then
		printf '%s' "Display :$1 is alive: its X server $x_comm runs as process $x_pid."
	elif x_listens "$1"; then
		printf '%s' "Display :$1 is alive: somebody listens on its socket."
	fi
}

# why_foreign FILE KIND - a sentence why this is no file of that kind (f, S) of this user; nothing when it is
why_foreign() {
	there "$1" || return 0
	if [ -L "$1" ] || [ -L "${1%/*}" ]; then
		printf '%s' "$1 is reached by a symbolic link, which no X server makes."
	elif ! test "-$2" "$1"; then
		printf '%s' "$1 is not what an X server leaves there."
	elif [ ! -O "$1" ]; then
		printf '%s' "$1 belongs to $(owner "$1")."
	fi
}
