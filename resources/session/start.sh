# shellcheck shell=dash
# start.sh - starts a desktop and reports it only after the checks that it works and that nobody else can enter.
# Parameters: PROXY (its kind), PROGRAM, WIDTH, HEIGHT, DEPTH, WM, NAME, DISPLAY_WISH, DEVICE, SUPERVISOR, X11_PERL, X11_PYTHON.
# Prints: step, renderer, host, session. Parts: process.sh, desktops.sh, end.sh, preflight.sh, tigervnc.sh or turbovnc.sh.
# Changes: ~/.gearview/sessions, processes, the proxy's own files. Undo: stop.sh; a start that fails undoes itself.

virtualgl=/opt/VirtualGL/bin

# choose_desktop - sets WM, when none is wished, and command
choose_desktop() {
	if [ -z "$WM" ]; then
		WM=$(desktops | head -n 1)
		WM=${WM%% *}
		[ -n "$WM" ] || fail no-window-manager 'There is no window manager; install xfce4, or openbox for a small one.'
	fi
	command=$(desktop_command "$WM") || fail no-window-manager "The window manager $WM is not installed; choose another or install it."
	# Field codes of the Desktop Entry Specification mean nothing here.
	command=$(printf '%s' "$command" | sed 's/ *%[a-zA-Z]//g')
}

# check_device - VirtualGL must be able to draw on it: with a wrong one the whole desktop dies within seconds
check_device() {
	[ "$DEVICE" = none ] && return 0
	[ -x "$virtualgl/vglrun" ] || fail session-failed 'VirtualGL is not installed at /opt/VirtualGL; install it, or start without it.'
	case $DEVICE in
	:*) answer=$(bounded 15 "$virtualgl/glxinfo" -display "$DEVICE" -B 2>&1) ;;
	*) answer=$(bounded 15 "$virtualgl/eglinfo" -B "$DEVICE" 2>&1) ;;
	esac || fail session-failed "VirtualGL cannot draw on $DEVICE; choose another device." "$answer"
	emit renderer "$(printf '%s\n' "$answer" | sed -n 's/^OpenGL renderer string: //p' | head -n 1)"
}

# used_displays - the display numbers that X servers, their files or the ports that belong to them take, a line each
used_displays() {
	for path in /tmp/.X*-lock /tmp/.X11-unix/X*; do
		path=${path#/tmp/.X11-unix/X}
		path=${path#/tmp/.X}
		printf '%s\n' "${path%-lock}"
	done
	sed -n 's/.*@\/tmp\/\.X11-unix\/X\([0-9]*\)$/\1/p' /proc/net/unix 2>/dev/null
	for path in "$(base_directory)/$(host)":*/notes; do
		path=${path%/notes}
		printf '%s\n' "${path##*:}"
	done
	for table in /proc/net/tcp /proc/net/tcp6; do
		[ -r "$table" ] || continue
		awk '$4 == "0A" { print $2 }' "$table" | sed 's/.*://' | while read -r port; do
			printf '%d\n%d\n' $((0x$port - 5900)) $((0x$port - 6000))
		done
	done
}

# holder N - who has that display, for a sentence
holder() {
	pid=$(pid_in "/tmp/.X$1-lock")
	who=$(stat -c %U "/tmp/.X$1-lock" 2>/dev/null || stat -c %U "/tmp/.X11-unix/X$1" 2>/dev/null)
	what=
	[ -n "$pid" ] && { read -r what <"/proc/$pid/comm"; } 2>/dev/null
	printf '%s' "${what:-something}${pid:+ (process $pid)}${who:+ of $who}"
}

# choose_display - sets n; a dead desktop of this user gives a wished number back, and is not touched otherwise
choose_display() {
	if [ -n "$DISPLAY_WISH" ]; then
		n=$DISPLAY_WISH
		dead=$(pid_in "/tmp/.X$n-lock")
		[ -n "$dead" ] || dead=$(note "$n" pid)
		if [ -n "$dead" ] && ! is_process "$dead" "$(start_of "$dead")"; then purge "$n" "$dead"; fi
		used_displays | grep -qx "$n" && fail display-busy "Display :$n is taken by $(holder "$n"); choose another number."
		return 0
	fi
	used=$(used_displays)
	n=1
	while printf '%s\n' "$used" | grep -qx "$n"; do
		n=$((n + 1))
		[ "$n" -le 99 ] || fail display-busy 'All display numbers from :1 to :99 are taken.'
	done
}

# lock - one start at a time on this host, whichever app it comes from; children must not inherit the descriptor
lock() {
	exec 9>"$(base_directory)/$(host).lock" || fail session-failed "$(base_directory) is not writable."
	timeout 60 flock 9 || fail session-failed 'Another start of a desktop has been running on this host for a minute; try again.'
}

# login_environment - what a desktop must not have from this script: its locale, umask and the traces of SSH
login_environment() {
	unset LC_ALL SSH_CLIENT SSH_CONNECTION SSH_TTY SSH_ORIGINAL_COMMAND SESSION_MANAGER WAYLAND_DISPLAY VGL_DISPLAY
	umask "$(sed -n 's/^Umask:[[:space:]]*//p' "/proc/$PPID/status" 2>/dev/null | grep . || printf 022)"
	if [ -z "${LANG-}" ]; then
		LANG=$(cat /etc/default/locale /etc/locale.conf 2>/dev/null | sed -n 's/^LANG="\{0,1\}\([A-Za-z0-9_.@-]*\)"\{0,1\}$/\1/p' | head -n 1)
		[ -n "$LANG" ] && export LANG
	fi
	export GEARVIEW_DESKTOP="$mark" VNCDESKTOP="$NAME" XDG_SESSION_TYPE=x11 GDK_BACKEND=x11 DESKTOP_SESSION="$WM" XDG_SESSION_DESKTOP="$WM"
	if file=$(session_file "$WM"); then
		names=$(entry "$file" DesktopNames | sed 's/;$//' | tr ';' ':')
		[ -n "$names" ] && export XDG_CURRENT_DESKTOP="$names"
	fi
	unset DBUS_SESSION_BUS_ADDRESS
	# TurboVNC calls vglrun by its bare name.
	[ "$DEVICE" = none ] || export VGL_DISPLAY="$DEVICE" VGL_COMPRESS=0 VGL_PROBEGLX=0 PATH="$PATH:$virtualgl"
	cd "$HOME" || return 1
}

# own_proxy - the X proxy on the display, when it is the one that was launched here
own_proxy() {
	own=$(proxy_on "$n") && in_process_session "$own" "$leader" && printf '%s' "$own"
}

logs() {
	proxy_log "$n" "$folder"
	tail -c 1000 "$folder/desktop.log" 2>/dev/null
	if [ "$HOME/.xsession-errors" -nt "$folder/begun" ]; then
		printf '\n~/.xsession-errors:\n'
		tail -c 1200 "$HOME/.xsession-errors"
	fi
}

# give_up CODE TEXT - ends whatever was started and fails
give_up() {
	text=$(logs)
	[ -n "$pid" ] || pid=$(own_proxy)
	[ -n "$started" ] || started=$(start_of "${pid:-0}")
	end_session "$n" "${pid:-0}" "${started:-0}" || text="$text
The processes of the desktop could not be ended."
	purge "$n" "${pid:-0}"
	rm -rf "$folder"
	fail "$1" "$2" "$text"
}

launch() {
	mark=$(host):$n:$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
	rm -rf "$folder"
	private "$folder"
	: >"$folder/begun"
	[ "$DEVICE" = none ] || case $WM in xterm) ;; *) vgl="$virtualgl/vglrun -d $DEVICE +wm " ;; esac
	(
		login_environment
		proxy_launch "$n" "$folder" "${vgl-}$command"
	) || fail session-failed "$NAME could not be started." "$(logs)"
	[ -s "$folder/leader" ] || fail session-failed "$NAME could not be started." "$(logs)"
	leader=$(cat "$folder/leader")
	{
		printf 'kind %s\nboot %s\nleader %s\nmark %s\n' "$PROXY" "$(boot_id)" "$leader" "$mark"
		printf 'device %s\nwm %s\n' "$DEVICE" "$WM"
	} >"$folder/notes"
}

# lost_race - somebody took the display between our look and the X proxy's: the lock keeps out only our own starts
lost_race() {
	[ -z "$DISPLAY_WISH" ] && proxy_log "$n" "$folder" | grep -q -e 'already active' -e 'already running' -e 'is taken because'
}

# start_proxy - starts it, on another display when that one was lost; sets n, folder, pid, started, rfb and authority
start_proxy() {
	wished=$NAME
	tries=5
	while :; do
		choose_display
		folder=$(directory_of "$n")
		NAME=${wished:-$(host):$n}
		step "Starting the X proxy on :$n"
		launch
		await_proxy && break
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || give_up session-failed 'The displays were taken by others five times in a row; try again.'
		end_session "$n" 0 0
		rm -rf "$folder"
	done
	authority=$(option "$pid" auth)
	printf 'auth %s\nrfb %s\n' "$authority" "$rfb" >>"$folder/notes"
}

# await_proxy - sets pid, started and rfb (unix:PATH or tcp:PORT) as soon as the X proxy listens; 1 when it lost the display
await_proxy() {
	pid=
	left=400
	absent=0
	while :; do
		[ -n "$pid" ] || pid=$(own_proxy)
		case $pid$(state_of "$leader") in '' | Z) absent=$((absent + 1)) ;; esac
		if [ "$absent" -ge 5 ]; then
			lost_race && return 1
			give_up session-failed 'The X proxy did not start; its log says why.'
		fi
		if [ -n "$pid" ]; then
			started=$(start_of "$pid")
			if ! is_session "$pid" "$started"; then
				lost_race && return 1
				give_up session-failed 'The X proxy ended at once; its log says why.'
			fi
			rfb=$(listeners "$pid" | sed -n -e '/X11-unix/d' -e 's/^unix //p' | head -n 1)
			[ -n "$rfb" ] && rfb=unix:$rfb && break
			rfb=$(listeners "$pid" | sed -n 's/^tcp .*:\([0-9A-F]*\)$/\1/p' | head -n 1)
			[ -n "$rfb" ] && rfb=tcp:$((0x$rfb)) && break
		fi
		left=$((left - 1))
		[ "$left" -gt 0 ] || give_up session-failed 'The X proxy did not begin to listen within 20 s; its log says why.'
		sleep 0.05
	done
	printf 'pid %s\nstart %s\n' "$pid" "$started" >>"$folder/notes"
}

in_session() { bounded 5 env DISPLAY=":$n" XAUTHORITY="$authority" "$@" 2>/dev/null; }

# window_manager_up TRY - it owns the root window: EWMH 1.5 says so; older ones hold SubstructureRedirect, a lone terminal has a window
window_manager_up() {
	in_session xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id' && return 0
	case $WM in
	xterm) in_session xwininfo -root -children | grep -q '"xterm"\|XTerm' ;;
	twm) in_session xwininfo -root -events | grep -q SubstructureRedirect ;;
	*) [ "$1" -gt 40 ] && in_session xwininfo -root -events | grep -q SubstructureRedirect ;;
	esac
}

await_window_manager() {
	try=0
	until window_manager_up "$try"; do
		try=$((try + 1))
		is_session "$pid" "$started" || give_up session-failed "The window manager $WM ended at once, and the desktop with it; its log says why."
		[ "$try" -lt 400 ] || give_up session-failed "The window manager $WM did not come up within 20 s; its log says why."
		sleep 0.05
	done
}

# check_answers - the RFB greets, with None only where a socket of mode 0600 keeps others out
check_answers() {
	greeting=$(speak greet "$rfb")
	case $rfb in
	unix:*)
		mode=$(stat -c %a "${rfb#unix:}" 2>/dev/null)
		[ "$mode" = 600 ] || give_up session-unsafe "The socket ${rfb#unix:} has mode $mode in place of 600; the desktop was ended again."
		;;
	*) case " $greeting " in *' 1 '*) give_up session-unsafe 'The desktop asked for no password on a TCP port; it was ended again.' ;; esac ;;
	esac
	case $greeting in RFB*) ;; *) give_up session-failed "The X proxy runs but does not answer: ${greeting#silent }." ;; esac
}

# check_private - the checks of who else could enter, made once the window manager had its chance to open the door
check_private() {
	is_session "$pid" "$started" || give_up session-failed 'The X proxy ended as soon as it had started; its log says why.'
	open=$(exposed "$pid")
	[ -z "$open" ] || give_up session-unsafe 'The desktop listened on the network; it was ended again.'
	[ -s "$authority" ] || give_up session-unsafe "The X authority file ${authority:-(none)} is empty, so anybody could enter; the desktop was ended again."
	access=$(speak access "$n" "$(id -un)")
	case $access in
	closed) ;;
	open*) give_up session-unsafe "The display was $access, perhaps by an xhost in a start-up file; the desktop was ended again." ;;
	*) give_up session-failed 'The display does not answer, so who may enter could not be checked; the desktop was ended again.' ;;
	esac
}

main() {
	# The link may break in the middle: what was begun is then still checked, and undone when it fails.
	trap : HUP PIPE
	pid=
	started=
	step 'Checking the host'
	[ -x "$PROGRAM" ] || fail no-x-proxy "$PROGRAM is not there any more; list the desktops again."
	check_tools
	check_home
	proxy_check
	choose_desktop
	check_device
	lock
	start_proxy
	check_answers
	step "Waiting for the window manager $WM"
	await_window_manager
	step 'Checking that nobody else can enter'
	check_private
	emit_host
	emit_session "$n" "$pid" "$started" "$(state_of "$pid")" "$(speak screen "$n" "$authority" | sed 's/^[0-9]* //')"
}

main
