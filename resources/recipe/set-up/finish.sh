# shellcheck shell=dash
# finish.sh - notes that a run is over, so that no app offers to go on with it, and forgets runs that ended long ago.
# Parameters: RUN, STATE (done, failed, cancelled, dismissed). Prints: nothing. Parts: lib/process.sh, runs.sh.
# Changes: the file ended in the run's folder; removes folders of runs that ended more than 30 days ago.

main() {
	check_run
	case $STATE in 'done' | failed | cancelled | dismissed) ;; *) fail bad-input 'That is no end of a set-up.' ;; esac
	runs=$(runs_directory)
	# Without a step nothing was noted.
	if [ -d "$runs/$RUN" ] && [ ! -L "$runs/$RUN" ]; then
		if ! { printf '%s %s\n' "$STATE" "$(date +%s)" >"$runs/$RUN/ended.new" && mv -f "$runs/$RUN/ended.new" "$runs/$RUN/ended"; } 2>/dev/null; then
			# A name needs less room than a line.
			: >"$runs/$RUN/ended" || fail script-failed "$runs/$RUN is not writable, so the run stays open."
		fi
	fi
	[ -d "$runs" ] || return 0
	bounded 20 find "$runs" -mindepth 2 -maxdepth 2 -type f -name ended -mtime +30 2>/dev/null | while IFS= read -r each; do
		each=${each%/ended}
		is_run "${each##*/}" && rm -rf "$each"
	done
	return 0
}

main
