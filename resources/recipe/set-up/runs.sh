# shellcheck shell=dash disable=SC2034
# runs.sh - functions about the runs that this user began on this host, and the detached jobs of their steps.
# Parameters: RUN, STEP. Prints: nothing by itself. Parts: lib/process.sh. Changes: nothing.
# ~/.gearview/set-up/RUN/{host,owner,since,wish,latest,ended}, and in it STEP/{title,position,begun,pid,log,rc,stop}.

runs_directory() { printf '%s/.gearview/set-up' "${HOME%/}"; }

is_run() { case $1 in *[!0-9a-f]*) return 1 ;; ????????????) ;; *) return 1 ;; esac }

is_step() { [ "${#1}" -le 48 ] && case $1 in [!a-z]* | *[!a-z0-9-]* | '') return 1 ;; esac }

check_run() { is_run "$RUN" || fail bad-input 'That is no run of a set-up.'; }

# over_run - the run that keeps its place on this host, when it is one of this user's and has ended: nobody has to wait for it
over_run() {
	runs_noted=$(kept /var/lib/gearview/run 4096 | sed -n 's/^run //p' | head -n 1)
	if is_run "$runs_noted" && [ -e "$(runs_directory)/$runs_noted/ended" ]; then printf '%s' "$runs_noted"; fi
}

# check_job - sets job: the folder of the step's job
check_job() {
	check_run
	is_step "$STEP" || fail bad-input 'That is no step of a set-up.'
	job=$(runs_directory)/$RUN/$STEP
}

# kept FILE BYTES - how it begins; anybody who could write there may have put a pipe, a link or too much in its place
kept() { if [ -f "$1" ] && [ ! -L "$1" ]; then bounded 5 head -c "$2" "$1" 2>/dev/null | tr -d '\000'; fi; }

# look_at_job FOLDER - sets job_state (none, running, ended, lost), job_identity (PID START BOOT) and job_rc
look_at_job() {
	job_state=none
	job_rc=$(kept "$1/rc" 16 | tr -cd '0-9')
	# Its characters are none that a shell would expand.
	job_identity=$(kept "$1/pid" 200 | tr -cd '0-9a-f -')
	# shellcheck disable=SC2086
	set -- $job_identity
	if [ -n "$job_rc" ]; then
		job_state=ended
	elif [ $# = 3 ] && [ "$3" = "$(boot_id)" ] && is_process "$1" "$2"; then
		job_state=running
	elif [ $# -gt 0 ]; then
		job_state=lost
	fi
}
