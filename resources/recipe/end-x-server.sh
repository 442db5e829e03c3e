# shellcheck shell=dash disable=SC2154
# end-x-server.sh - ends an X proxy, or a VNC server that shows another X server, of this user, and removes what it leaves in /tmp.
# Parameters: SUBJECT (PID, or PID.START: clock ticks, as in lib/process.sh), X11_PERL, X11_PYTHON. Prints: identity, steps.
# Parts: steps.sh, subject.sh, xFiles.sh. Changes: ends that process; its lock and socket. Undo: none.

# is_ended - every check of this cure rests on the identity, so another process under this pid is never meant
is_ended() { ! is_process "$pid" "$start"; }

# runs_server PID - sets comm
runs_server() {
	comm=
	{ read -r comm <"/proc/$1/comm"; } 2>/dev/null
	# The kernel keeps 15 characters of a name.
	case $comm in Xvnc | Xtigervnc | x11vnc | x0vncserver | X0tigervnc | x0tigervncserve) [ -O "/proc/$1" ] ;; *) return 1 ;; esac
}

# server_subject - sets pid and start: from the subject, or from the plan, or what runs there now; 0 when nothing does
server_subject() {
	pid=${SUBJECT%%.*}
	start=${SUBJECT#"$pid"}
	case $pid in '' | 0* | *[!0-9]* | ???????????*) bad_subject 'a process' ;; esac
	case $start in '' | .?*) start=${start#.} ;; *) bad_subject 'a process' ;; esac
	case $start in *[!0-9]* | ?????????????????????*) bad_subject 'a process' ;; esac
	[ "$MODE" = run ] && [ -z "$start" ] && start=$(planned_start "$pid")
	[ -n "$start" ] || start=$(start_of "$pid")
	start=${start:-0}
}

why_not_end() {
	now=$(start_of "$pid")
	if [ -n "$now" ] && [ "$now" != "$start" ] && [ "$(state_of "$pid")" != Z ]; then
		printf '%s' "Process $pid is another one by now; look at the host again."
	elif ! is_ended && ! runs_server "$pid"; then
		printf '%s' "Process $pid (${comm:-unknown}) is no X proxy or VNC server of this user."
	fi
}

# is_another - the pid was given to another process: then that is said, in place of `already`
is_another() { [ -n "$(why_not_end)" ] && is_ended; }

await_end() {
	left=30
	while ! is_ended && [ "$left" -gt 0 ]; do
		left=$((left - 1))
		sleep 0.1
	done
}

# why_not_its FILE KIND - it is not what that X proxy left
why_not_its() {
	if [ -f "$lock" ] && [ "$(pid_in "$lock")" != "$pid" ]; then
		printf '%s' "Another X server has taken display :$n."
	elif is_ended; then
		why_x=$(why_alive "$n")
		if [ -n "$why_x" ]; then printf '%s' "$why_x"; else why_foreign "$1" "$2"; fi
	fi
}

cure() {
	server_subject
	[ "$MODE" = plan ] && emit identity "$pid.$start"
	if is_another; then
		do_step "End process $pid" because "$(why_not_end)" --
		return
	fi
	n=
	comm='the server'
	why=$(why_not_end)
	# Before it ends: afterwards nobody knows which display it had.
	if [ -z "$why" ] && is_live_proxy "$pid"; then n=$(display_of "$pid"); fi
	runs_server "$pid"
	name=${comm:-the server}
	end_process
	[ -n "$n" ] || return 0
	x_files "$n"
	do_step "Remove the lock of display :$n, if it is left" because "$(why_not_its "$lock" f)" until lock_gone -- rm -f "$lock"
	do_step "Remove the socket of display :$n, if it is left" because "$(why_not_its "$socket" S)" until socket_gone -- rm -f "$socket"
}

end_process() {
	# Whether it obeys shows in the next step.
	if is_ended; then
		do_step "End $name (process $pid)${n:+ with its desktop :$n}" until is_ended -- kill -TERM "$pid"
	else
		do_step "End $name (process $pid)${n:+ with its desktop :$n}" because "$why" -- kill -TERM "$pid"
	fi
	[ "$MODE" = run ] && [ -z "$step_stopped" ] && await_end
	do_step 'End it by force, if it is still there after 3 s' because "$(why_not_end)" until is_ended -- kill -KILL "$pid"
}
