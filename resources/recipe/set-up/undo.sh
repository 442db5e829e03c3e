# shellcheck shell=dash disable=SC2034,SC2153,SC2154,SC2317
# undo.sh - takes back what one step changed on this host: its undo commands, the packages it installed, and its files.
# Parameters: ENTRY (of the journal), and those of the parts. Prints: as act.sh, and the marks `kept`, `left` and `note`.
# Parts: lib/process.sh, journal.sh, lock.sh, commands.sh, undoPackages.sh, undoPaths.sh. Changes: that; others' changes since stay.
# Undo: the set-up again. What was interrupted goes on when it is run again.

undo_index=0
undo_status=0

# finish STATUS
finish() {
	trap '' TERM INT HUP
	give_turn "$1"
	[ "$1" != 0 ] || undo_tidy_up
	exit "$1"
}

# undo_tidy_up - after the last entry nothing of a set-up stays. The lock is held until this process ends
undo_tidy_up() {
	rmdir "$journal_root" 2>/dev/null
	[ ! -d "$journal_root" ] && [ ! -e "$lock_root/run" ] && [ -z "$(find "$lock_root" -mindepth 1 ! -name lock 2>/dev/null)" ] || return 0
	rm -f "$lock_root/lock"
	rmdir "$lock_root" 2>/dev/null
}

# undo_command WORD...
undo_command() {
	mark command "$undo_index"
	undo_index=$((undo_index + 1))
	run_command "$@"
	undo_status=$?
	return "$undo_status"
}

# undo_commands - what the step said beforehand; one that fails stops nothing, as what it is about may be gone. 130: stopped
undo_commands() {
	while read -r undo_line; do
		! is_stopped || return 130
		mark command "$undo_index"
		undo_index=$((undo_index + 1))
		run_line "$undo_line"
		undo_status=$?
		case $undo_status in
		0) ;;
		130) return 130 ;;
		*) mark note "That ended with status $undo_status; the rest is taken back all the same." ;;
		esac
	done <"$undo_entry/undo"
}

# undo_once - commands and packages. What is noted afterwards tells changes of theirs from those of others
undo_once() {
	if [ -f "$undo_entry/taking/done" ]; then
		undo_stays=$(cat "$undo_entry/taking/stays")
		return 0
	fi
	undo_commands && undo_packages || return $?
	printf '%s\n' "$undo_stays" >"$undo_entry/taking/stays" && undo_look >"$undo_entry/taking/done.new" &&
		mv "$undo_entry/taking/done.new" "$undo_entry/taking/done"
}

# undo_end - the entry goes
undo_end() {
	undo_units=$(grep -c /systemd/ "$undo_entry/paths")
	# From here on it is no entry, even when it cannot be removed as a whole.
	mv "$undo_entry" "$undo_entry.new" && rm -rf "$undo_entry.new" || return 1
	if [ "$undo_units" != 0 ] && [ -d /run/systemd/system ]; then timeout -k 2 60 systemctl daemon-reload </dev/null; fi
	return 0
}

undo_all() {
	if ! journal_settle; then
		printf 'What an interrupted step changed could not be noted, so nothing was taken back; is the disk full?\n'
		return 1
	fi
	if [ ! -f "$undo_entry/ended" ]; then
		printf 'There is nothing of this step to take back any more.\n'
		return 0
	fi
	if ! undo_decide; then
		printf 'How /etc is now could not be noted, so nothing was taken back; is the disk full?\n'
		return 1
	fi
	undo_once && undo_paths && undo_end
}

main() {
	begin_commands
	case $ENTRY in [0-9][0-9][0-9][0-9]-*) ;; *) exit 1 ;; esac
	case $ENTRY in *[!a-z0-9-]*) exit 1 ;; esac
	if ! is_root; then
		printf 'Only root can take a step back.\n'
		exit 1
	fi
	take_turn
	trap '[ -z "$commands_pid" ] || end_command; finish 143' TERM INT HUP
	undo_entry=$journal_root/$ENTRY
	undo_all
	finish $?
}

main
