# shellcheck shell=dash disable=SC2154
# stop.sh - asks the job of a step to end: it ends its command, closes the journal, and exits with 130.
# Parameters: RUN, STEP. Prints: nothing. Parts: lib/process.sh, runs.sh. Changes: makes the file stop in the job's folder.

main() {
	check_job
	if [ ! -d "$job" ] || [ -L "$job" ]; then fail not-found 'This step has not begun on the host.'; fi
	# An empty file needs no room but its name.
	: >"$job/stop" || fail script-failed "$job is not writable, so the step cannot be stopped."
}

main
