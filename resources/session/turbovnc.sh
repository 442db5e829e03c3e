# shellcheck shell=dash
# turbovnc.sh - how TurboVNC starts and ends a desktop: through its own vncserver, so that its list, limits and policies hold.
# Parameters: PROGRAM, WIDTH, HEIGHT, DEPTH, NAME, WM, DEVICE. Prints: nothing by itself. Changes: starts processes, ~/.vnc.
# The interface that tigervnc.sh has too: proxy_check, proxy_launch N FOLDER COMMAND (leaves the leader of the process session in FOLDER/leader), proxy_log N FOLDER, proxy_stop N PID.

vncserver() { printf '%s/vncserver' "${PROGRAM%/*}"; }

proxy_check() {
	case $HOME in
	*[!A-Za-z0-9._/@+-]*)
		fail session-failed "TurboVNC cannot work in the home directory $HOME because of a blank or special character in its name; install TigerVNC, or give the user another home."
		;;
	esac
}

# policy - the security types the host's administrator permits, nothing when all
policy() {
	for file in /etc/turbovncserver-security.conf "${PROGRAM%/bin/*}/etc/turbovncserver-security.conf"; do
		[ -r "$file" ] || continue
		sed -n 's/^[[:space:]]*permitted-security-types[[:space:]]*=//p' "$file" | tail -n 1 | tr '[:upper:]' '[:lower:]' | tr -d ' \t'
		return
	done
}

# choose_security SOCKET - sets kind: none where only this user reaches the socket and the policy permits it, else a one-time password
choose_security() {
	permitted=$(policy)
	kind=none
	case ,$permitted, in
	,, | *,none,*) [ -z "$1" ] || return 0 ;;
	esac
	kind=otp
	case ,$permitted, in
	,, | *,otp,*) ;;
	*) fail session-failed "The policy of this host permits TurboVNC only $permitted; add none or otp to permitted-security-types in turbovncserver-security.conf." ;;
	esac
}

# proxy_launch N FOLDER COMMAND - detached; the RFB is ~/.vnc/HOST_N.uds, or loopback TCP where that path is too long or -uds unknown
proxy_launch() {
	n=$1
	folder=$2
	command=$3
	socket=$HOME/.vnc/$(host)_$n.uds
	{ grep -q -e '"-uds"' "$(vncserver)" && [ "${#socket}" -le 107 ]; } || socket=
	choose_security "$socket"
	# The display number comes before all options: vncserver takes what follows an X option for that option's value.
	set -- ":$n" -sessionstart -securitytypes "$kind" -geometry "${WIDTH}x$HEIGHT" -depth "$DEPTH" -name "$NAME"
	if [ -n "$socket" ]; then set -- "$@" -uds; else set -- "$@" -localhost; fi
	if session_file "$WM" >/dev/null; then
		set -- "$@" -wm "$WM"
		# TVNC_VGLRUN is overwritten since 3.3; VGL_DISPLAY, exported by start.sh, is what every vglrun reads.
		[ "$DEVICE" = none ] || set -- "$@" -vgl
	else
		printf '#!/bin/sh\nexec %s\n' "$command" >"$folder/xstartup"
		chmod 700 "$folder/xstartup"
		set -- "$@" -xstartup "$folder/xstartup"
	fi
	setsid "$(vncserver)" "$@" -maxclipboard 1048576 </dev/null >"$folder/start.log" 2>&1 9>&- &
	printf '%s' $! >"$folder/leader"
}

# proxy_log N FOLDER - what vncserver and the X proxy had to say, without the X proxy's dated chatter
proxy_log() {
	tail -c 1000 "$2/start.log" 2>/dev/null
	grep -v '^[0-9][0-9]/[0-9][0-9]/[0-9]* [0-9:]* *\(Framebuffer\|New\|  0x\|Protocol\|Maximum\)' "$HOME/.vnc/$(host):$1.log" 2>/dev/null | tail -c 2000
}

# proxy_stop N PID - as by hand, but only when its pid file names that very process: it would kill whatever the file says
proxy_stop() {
	[ "$(pid_in "$HOME/.vnc/$(host):$1.pid")" = "$2" ] || return 0
	bounded 20 "$(vncserver)" -kill ":$1" >/dev/null 2>&1
}
