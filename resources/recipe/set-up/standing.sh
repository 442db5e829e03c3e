# shellcheck shell=dash disable=SC2034,SC2154
# standing.sh - how this host stands with set-ups: who does one now, which runs of this user were left, what can be taken back.
# Parameters: none. Prints: lock (OWNER SINCE TITLE), unfinished (RUN OWNER SINCE WISH STEP TITLE POSITION OF running|ended|lost),
# journal (ID TITLE AT USER, oldest first). Parts: lib/process.sh, runs.sh, lock.sh. Changes: nothing.

# number TEXT - its digits
number() { printf '%s' "$1" | tr -cd '0-9' | head -c 15; }

is_folder() { [ -d "$1" ] && [ ! -L "$1" ]; }

# left_run FOLDER - of this host, and not ended
left_run() {
	is_folder "$1" && is_run "${1##*/}" && [ ! -e "$1/ended" ] && [ "$(kept "$1/host" 300)" = "$(host)" ]
}

emit_unfinished() {
	step=$(kept "$1/latest" 100)
	is_step "$step" || return 0
	is_folder "$1/$step" || return 0
	look_at_job "$1/$step"
	[ "$job_state" != none ] || job_state=lost
	position=$(kept "$1/$step/position" 40)
	emit unfinished "${1##*/}" "$(kept "$1/owner" 300)" "$(number "$(kept "$1/since" 40)")" "$(kept "$1/wish" 8000)" "$step" \
		"$(kept "$1/$step/title" 600)" "$(number "${position%% *}")" "$(number "${position##* }")" "$job_state"
}

# entry_note KEY - of the file about of an entry
entry_note() { kept "$entry/about" 8000 | sed -n "s/^$1 //p" | head -n 1 | tr -d '[:cntrl:]' | head -c 2000; }

emit_entry() {
	title=$(entry_note title)
	[ "$title" = - ] && title=
	emit journal "${entry##*/}" "$(printf '%s' "$title" | base64 -d 2>/dev/null)" "$(number "$(entry_note at)")" "$(entry_note user)"
}

main() {
	LOGIN=$(id -un)
	OVER=$(over_run)
	if ! lock_over && lock_alive; then emit lock "$(lock_note owner)" "$(number "$(lock_note since)")" "$(lock_note title)"; fi
	runs=$(runs_directory)
	if is_folder "${HOME%/}/.gearview" && is_folder "$runs"; then
		# shellcheck disable=SC2012
		ls -t "$runs" 2>/dev/null | head -n 500 | while IFS= read -r name; do
			left_run "$runs/$name" && printf '%s\n' "$name"
		done | head -n 8 | while IFS= read -r name; do emit_unfinished "$runs/$name"; done
	fi
	for entry in "$lock_root"/journal/[0-9]*; do
		case ${entry##*/} in *[!a-z0-9-]*) continue ;; esac
		if is_folder "$entry" && [ -f "$entry/about" ]; then emit_entry; fi
	done | tail -n 200
	return 0
}

main
