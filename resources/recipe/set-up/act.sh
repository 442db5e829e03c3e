# shellcheck shell=dash disable=SC2153,SC2154,SC2317
# act.sh - does the task of one step: writes its files, then runs its commands, one after the other, with a journal of what changed.
# Parameters: TASK (lines `file PATH MODE TEXT`, `run WORD...`, `undo WORD...`, words coded), and those of the parts.
# Prints: output, and the marks entry, command, waiting, busy. Exits: 0, 75 another set-up runs, 130 stopped, else failed.
# Parts: lib/process.sh, journal.sh, lock.sh, commands.sh. Changes: what the task says. Undo: undo.sh.

act_newline='
'

# finish STATUS
finish() {
	trap '' TERM INT HUP
	! is_root || journal_close "$1"
	give_turn "$1"
	exit "$1"
}

# write_file PATH MODE TEXT - coded words
write_file() {
	act_path=$(decoded "$1")
	act_mode=$(decoded "$2")
	case $act_path in /*) ;; *) return 1 ;; esac
	if [ -d "$act_path" ]; then
		printf '%s is a folder.\n' "$act_path"
		return 1
	fi
	mkdir -p "${act_path%/*}/" || return 1
	act_new=$(mktemp "${act_path%/*}/.gearview.XXXXXXXX") || return 1
	# sync(1) says when the disk could not take it.
	if decoded "$3" >"$act_new" && chmod "$act_mode" "$act_new" && { ! is_root || chown 0:0 "$act_new"; } && sync "$act_new" &&
		mv -f "$act_new" "$act_path"; then
		return 0
	fi
	rm -f "$act_new"
	printf '%s could not be written.\n' "$act_path"
	return 1
}

# each_line KIND FUNCTION - the lines of the task of that kind, until one fails
each_line() {
	act_rest=$TASK
	while [ -n "$act_rest" ]; do
		act_line=${act_rest%%"$act_newline"*}
		act_rest=${act_rest#"$act_line"}
		act_rest=${act_rest#"$act_newline"}
		case $act_line in
		"$1 "*)
			! is_stopped || return 130
			"$2" "$act_line" || return $?
			;;
		esac
	done
}

do_file() {
	# shellcheck disable=SC2086
	set -- $1
	write_file "$2" "$3" "$4"
}

do_run() {
	mark command "$act_index"
	act_index=$((act_index + 1))
	run_line "$1"
}

main() {
	begin_commands
	take_turn
	if is_root; then
		if ! journal_open; then
			printf '%s\n' "$journal_why"
			give_turn 1
			exit 1
		fi
		mark entry "$journal_id"
	fi
	trap '[ -z "$commands_pid" ] || end_command; finish 143' TERM INT HUP
	act_index=0
	each_line file do_file && each_line run do_run
	finish $?
}

main
