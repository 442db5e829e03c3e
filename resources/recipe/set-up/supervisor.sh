# shellcheck shell=dash
# supervisor.sh - the detached job of one step: does the work, as root where sudo lets it, and keeps its log and exit status.
# Arguments: FOLDER, WAY (root or user: as it is; try: by a sudo that asks nothing; work: by one that reads the password), TERMINAL.
# Stdin: the password as a line where WAY is work, then the work. Prints: nothing. Parts: sudo.sh.
# Changes: FOLDER/{pid,log,rc}. Root writes to what is opened here only, and looks at nothing below the home.

# write_identity - PID START BOOT, as lib/process.sh has them
write_identity() {
	read -r stat <"/proc/$$/stat"
	# The name in field 2 may hold spaces and brackets.
	stat=${stat##*) }
	# shellcheck disable=SC2086
	set -- $stat
	shift 19
	printf '%s %s %s\n' "$$" "$1" "$(cat /proc/sys/kernel/random/boot_id)" >"$folder/pid.new" && mv -f "$folder/pid.new" "$folder/pid"
}

# is_latest - the step was not begun anew since, as it is when only this process was killed
is_latest() { { read -r latest_pid _ <"$folder/pid"; } 2>/dev/null && [ "$latest_pid" = "$$" ]; }

# feed - what the work reads. Its end is the wish to stop; empty lines show when nobody reads any more
feed() {
	[ "$way" = work ] && printf '%s\n' "$secret"
	case $way in try | work) printf '# gearview\n' ;; esac
	printf '%s\n' "$work"
	unset secret work
	while [ ! -e "$folder/stop" ] && [ ! -e "$folder/rc" ] && is_latest && printf '\n'; do sleep 0.5; done
}

do_work() {
	case $way in
	try | work) through_sudo "$way" "$terminal" ;;
	*) /bin/sh -s 2>&1 ;;
	esac
}

# work_to_end - the work, and then the exit status
work_to_end() {
	unset secret work
	do_work >>"$folder/log" 2>>"$folder/sudo"
	status=$?
	is_latest || return
	# What sudo says, a lecture for example, is of interest when it did not let the work begin.
	[ "$status" = 0 ] || [ -s "$folder/log" ] || tail -c 2000 "$folder/sudo" >>"$folder/log"
	rm -f "$folder/sudo"
	# Its room was taken beforehand: the disk may be full by now.
	printf '%-7s\n' "$status" 1<>"$folder/rc.new"
	mv -f "$folder/rc.new" "$folder/rc"
}

main() {
	{ set +xva; } 2>/dev/null
	umask 077
	folder=$1
	way=$2
	terminal=$3
	unset secret work
	secret=
	[ "$way" = work ] && IFS= read -r secret
	work=$(
		cat
		printf x
	)
	work=${work%x}
	exec </dev/null
	write_identity || exit 1
	# Some shells wait for both, and what feeds goes on until there is an exit status.
	feed 2>/dev/null | work_to_end &
	unset secret work
	wait
}

main "$@"
