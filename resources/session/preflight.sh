# shellcheck shell=dash
# preflight.sh - what a host must have before a desktop is started on it.
# Parameters: none. Prints: nothing by itself; fails with a sentence. Changes: makes ~/.gearview and ~/.gearview/sessions.

# need TOOL PACKAGES - fails closed without what the checks rest on
need() { have "$1" || fail session-failed "The desktop cannot be checked without $1; install $2 on the host."; }

check_space() {
	for place in "$HOME" /tmp; do
		free=$(bounded 10 df -Pk "$place" 2>/dev/null | awk 'NR == 2 { print $4 }')
		[ "${free:-0}" -ge 51200 ] || fail session-failed "$place has less than 50 MiB free; make room there."
		free=$(bounded 10 df -Pi "$place" 2>/dev/null | awk 'NR == 2 { print $4 }')
		case $free in '' | - | *[!0-9]*) ;; *) [ "$free" -ge 200 ] || fail session-failed "$place has no room for more files (inodes); remove some." ;; esac
	done
}

# private FOLDER - a directory of this user that nobody else can enter
private() {
	[ -d "$1" ] || mkdir "$1" 2>/dev/null
	if [ ! -d "$1" ] || [ -L "$1" ] || [ ! -O "$1" ] || ! chmod 700 "$1" 2>/dev/null; then
		fail session-failed "$1 cannot be used: it must be a directory of this user, writable and no link."
	fi
}

check_home() {
	if [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
		fail session-failed "The home directory $HOME is missing or not writable."
	fi
	case $HOME in *'
'*) fail session-failed 'The home directory has a line break in its name.' ;; esac
	[ -w /tmp ] || fail session-failed '/tmp is not writable, and X servers keep their locks there.'
	check_space
	private "$HOME/.gearview"
	private "$(base_directory)"
}

check_tools() {
	for name in flock setsid od; do need "$name" 'util-linux and coreutils'; done
	for name in xprop xwininfo; do need "$name" 'x11-utils (RHEL: xorg-x11-utils)'; done
	can_speak || fail session-failed 'The desktop cannot be checked without perl or python3; install perl on the host.'
}
