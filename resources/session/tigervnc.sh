# shellcheck shell=dash
# tigervnc.sh - how TigerVNC starts a desktop: Xvnc directly, held together by supervisor.sh; its own wrapper waits for seconds.
# Parameters: PROGRAM, WIDTH, HEIGHT, DEPTH, NAME, SUPERVISOR. Prints: nothing by itself. Changes: starts processes, fills FOLDER.
# The interface that turbovnc.sh has too: proxy_check, proxy_launch N FOLDER COMMAND (leaves the leader of the process session in FOLDER/leader), proxy_log N FOLDER, proxy_stop N PID.

proxy_check() { :; }

# private_cookie N FILE - an X authority file with a fresh cookie, for whatever name the host has (FamilyWild)
private_cookie() {
	gv_cookie=$(od -An -v -N16 -to1 /dev/urandom | sed 's/ *\([0-7][0-7][0-7]\)/\\\1/g' | tr -d '\n')
	# Display number and its length; MIT-MAGIC-COOKIE-1 has 18 bytes, the cookie 16. printf is built in, so no ps shows it.
	# shellcheck disable=SC2059
	printf "\\377\\377\\000\\000\\000\\00${#1}$1\\000\\022MIT-MAGIC-COOKIE-1\\000\\020$gv_cookie" >"$2"
}

# proxy_launch N FOLDER COMMAND - detached; the RFB is FOLDER/rfb, or loopback TCP where that path is too long or the option unknown
proxy_launch() {
	n=$1
	folder=$2
	command=$3
	private_cookie "$n" "$folder/xauth"
	known=$(bounded 5 "$PROGRAM" -help 2>&1)
	set -- ":$n" -geometry "${WIDTH}x$HEIGHT" -depth "$DEPTH" -desktop "$NAME" -auth "$folder/xauth" -noreset -nolisten tcp \
		-AcceptSetDesktopSize=1
	case $known in *MaxCutText*) set -- "$@" -MaxCutText=1048576 ;; esac
	socket=$folder/rfb
	case $known in
	*rfbunixpath*) [ "${#socket}" -le 107 ] || socket= ;;
	*) socket= ;;
	esac
	if [ -n "$socket" ]; then
		set -- "$@" -rfbport -1 -rfbunixpath "$socket" -rfbunixmode 0600 -SecurityTypes None
		# Only this user reaches the socket, and a screen that loses its link five times must not be barred from it.
		case $known in *UseBlacklist*) set -- "$@" -UseBlacklist=0 ;; esac
	else
		head -c 8 /dev/urandom >"$folder/password"
		set -- "$@" -rfbport $((5900 + n)) -localhost=1 -SecurityTypes VncAuth -PasswordFile "$folder/password"
	fi
	printf '%s' "$SUPERVISOR" >"$folder/supervisor"
	setsid /bin/sh "$folder/supervisor" "$folder" "$n" "$command" "$PROGRAM" "$@" \
		</dev/null >"$folder/start.log" 2>&1 9>&- &
	printf '%s' $! >"$folder/leader"
}

# proxy_log N FOLDER - what the X proxy had to say
proxy_log() { tail -c 2000 "$2/x.log" "$2/start.log" 2>/dev/null; }

proxy_stop() { :; }
