# shellcheck shell=dash disable=SC2016,SC2034,SC2153,SC2154
# launch.sh - begins the detached job of one step, once: what runs or ended well is not begun again.
# Parameters: RUN, STEP, AS, TASK, TITLE, POSITION, OWNER, WISH, MARK, LAST, PASSWORD_COMES, COMMAND_SECONDS, WAIT_SECONDS, ENTRY, WORK, SUPERVISOR.
# Prints: ready, sudo, job (FOLDER PID START BOOT). Parts: lib/process.sh, runs.sh, sudo.sh, password.sh. Undo: stop.sh.
# Changes: ~/.gearview/set-up/RUN, a process that does WORK.

# own_folder PATH - a directory of this user that nobody else can enter
own_folder() {
	launch_error=$({ [ -d "$1" ] || mkdir "$1"; } 2>&1)
	if [ ! -d "$1" ] || [ -L "$1" ] || [ ! -O "$1" ] || ! chmod 700 "$1" 2>/dev/null; then
		fail script-failed "$1 must be a directory of this user, writable and no link; nothing was begun." "$launch_error"
	fi
}

# check_room - what the log and the notes of a step take: 256 KiB
check_room() {
	launch_probe=$(runs_directory)/room.$$
	launch_error=$(head -c 262144 /dev/zero 2>&1 >"$launch_probe" && bounded 20 sync "$launch_probe" 2>&1)
	launch_status=$?
	rm -f "$launch_probe"
	case $launch_status in 0 | 124) ;; *) fail script-failed "There is no room left in $HOME; make room there. Nothing was begun." "$launch_error" ;; esac
}

# take_launch - one launch at a time in this home; a file system without locks has to do without
take_launch() {
	exec 9>"$(runs_directory)/$(host).lock" || fail script-failed "$(runs_directory) is not writable; nothing was begun."
	timeout 60 flock 9
	[ $? != 124 ] || fail script-failed 'Another start of a step has been running for a minute; try again.'
}

# write FILE TEXT
write() {
	if ! { printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"; } 2>/dev/null; then
		fail script-failed "There is no room left in $HOME; make room there. Nothing was begun."
	fi
}

write_notes() {
	launch_run=$(runs_directory)/$RUN
	own_folder "$launch_run"
	own_folder "$job"
	rm -f "$job/rc" "$job/pid" "$job/stop" "$job/sudo" "$launch_run/ended"
	[ ! -f "$job/log" ] || mv -f "$job/log" "$job/log.old"
	write "$launch_run/host" "$(host)"
	write "$launch_run/owner" "$OWNER"
	write "$launch_run/wish" "$WISH"
	[ -f "$launch_run/since" ] || write "$launch_run/since" "$(date +%s)"
	write "$job/title" "$TITLE"
	write "$job/position" "$POSITION"
	write "$job/begun" "$(date +%s)"
	write "$job/rc.new" '       '
	write "$launch_run/latest" "$STEP"
}

# work_value NAME VALUE - as electron/connection/script.ts hands parameters over
work_value() {
	printf "%s=\$(printf %%s '%s' | base64 -d; printf x)\n%s=\${%s%%x}\n" "$1" "$(printf '%s' "$2" | coded)" "$1" "$1"
}

# proxy NAME - of this login, else as /etc/environment has it: sudo hands nothing of it on
proxy() {
	eval "launch_proxy=\${$1-}"
	if [ -z "$launch_proxy" ]; then
		launch_proxy=$(kept /etc/environment 65536 | tr -d '\r' | sed -n "s/^[[:space:]]*\(export[[:space:]]\{1,\}\)\{0,1\}$1=//p" | tail -n 1)
		case $launch_proxy in \"*\" | \'*\') launch_proxy=${launch_proxy#?} launch_proxy=${launch_proxy%?} ;; esac
	fi
	[ -z "$launch_proxy" ] && return 0
	work_value "$1" "$launch_proxy"
	printf 'export %s\n' "$1"
}

# work_text - WORK with its parameters before it
work_text() {
	printf '%s\n' 'unset RUN STEP AS TASK TITLE POSITION OWNER WISH MARK LAST COMMAND_SECONDS WAIT_SECONDS ENTRY LOGIN' \
		'set -u' 'LC_ALL=C' 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
		'[ "$(id -u)" != 0 ] || HOME=/root' 'export LC_ALL PATH HOME' 'umask 022'
	work_value RUN "$RUN"
	work_value STEP "$STEP"
	work_value AS "$AS"
	work_value TASK "$TASK"
	work_value TITLE "$TITLE"
	work_value POSITION "$POSITION"
	work_value OWNER "$OWNER"
	work_value WISH "$WISH"
	work_value MARK "$MARK"
	work_value LAST "$LAST"
	work_value COMMAND_SECONDS "$COMMAND_SECONDS"
	work_value WAIT_SECONDS "$WAIT_SECONDS"
	work_value ENTRY "$ENTRY"
	work_value LOGIN "$(id -un)"
	work_value OVER "$(over_run)"
	for launch_each in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do proxy "$launch_each"; done
	printf '%s\n' "$WORK"
}

start_job() {
	launch_work=$(work_text)
	{
		[ "$sudo_way" = work ] && printf '%s\n' "$gv_password"
		printf '%s\n' "$launch_work"
	} | setsid /bin/sh -c "$SUPERVISOR" supervisor "$job" "$sudo_way" "$sudo_terminal" >/dev/null 2>&1 9>&- &
	unset gv_password
	launch_left=200
	until [ -s "$job/pid" ]; do
		launch_left=$((launch_left - 1))
		[ "$launch_left" -gt 0 ] || fail script-failed 'The job of this step did not start within 10 s.'
		sleep 0.05
	done
}

emit_job() {
	look_at_job "$job"
	# shellcheck disable=SC2086
	emit job "$job" $job_identity
}

check_parameters() {
	check_job
	case $AS in root | user) ;; *) fail bad-input 'A step runs as root or as the user.' ;; esac
	for launch_each in "$COMMAND_SECONDS" "$WAIT_SECONDS"; do
		case $launch_each in '' | *[!0-9]* | ????????*) fail bad-input 'Seconds are a number.' ;; esac
	done
	for launch_each in flock setsid; do
		have "$launch_each" || fail script-failed "A set-up needs $launch_each; install util-linux."
	done
	# $WORK of a login may be exported: then it would be in the environment of every child, and too long for that.
	for launch_each in WORK TASK WISH SUPERVISOR; do eval "launch_value=\$$launch_each; unset $launch_each; $launch_each=\$launch_value"; done
}

main() {
	# The link may break in the middle: what was begun is then still begun as a whole.
	trap : HUP PIPE
	check_parameters
	own_folder "${HOME%/}/.gearview"
	own_folder "$(runs_directory)"
	check_room
	take_launch
	look_at_job "$job"
	case $job_state$job_rc in
	running | ended0)
		emit_job
		exit 0
		;;
	esac
	sudo_way=user
	sudo_terminal=
	if [ "$AS" = root ] && ! become_root; then exit 0; fi
	write_notes
	start_job
	emit_job
	# Stdin is still open, and nothing more on it is for a shell.
	exit 0
}

main
