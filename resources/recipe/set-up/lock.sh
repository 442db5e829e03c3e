# shellcheck shell=dash disable=SC2153
# lock.sh - one set-up at a time on a host: a lock while a step runs, and a note for everybody that keeps its place between steps.
# Parameters: RUN, OWNER, LOGIN, TITLE, POSITION, LAST, OVER (a run of LOGIN that has ended). Prints: the mark `busy`.
# Parts: lib/process.sh, commands.sh for what it prints.
# Changes: /var/lib/gearview/{lock,run}, by root. `run` has lines `KEY VALUE`: run owner user since boot pid start title position.

lock_root=/var/lib/gearview
# Seconds that a run keeps its place without a sign of life.
lock_grace=30

# lock_note KEY - of `run`
lock_note() { if [ -f "$lock_root/run" ] && [ ! -L "$lock_root/run" ]; then head -c 4096 "$lock_root/run" 2>/dev/null | sed -n "s/^$1 //p" | head -n 1; fi; }

# lock_alive - the run that `run` names goes on: its step runs, or it is between two steps
lock_alive() {
	[ "$(lock_note boot)" = "$(boot_id)" ] || return 1
	lock_pid=$(lock_note pid)
	if [ "$lock_pid" != - ]; then
		is_process "$lock_pid" "$(lock_note start)" && return 0
		# Where the processes of others are hidden only the time tells.
		read_stat 1 && return 1
	fi
	lock_age=$(($(date +%s) - $(stat -c %Y "$lock_root/run" 2>/dev/null || echo 0)))
	[ "$lock_age" -lt "$lock_grace" ] && [ "$lock_age" -gt "-$lock_grace" ]
}

# lock_over - `run` names OVER, between two steps of which there will be no other
lock_over() { [ -n "$OVER" ] && [ "$(lock_note run)" = "$OVER" ] && [ "$(lock_note user)" = "$LOGIN" ] && [ "$(lock_note pid)" = - ]; }

lock_line() { printf '%s %s\n' "$1" "$(printf '%s' "$2" | tr -d '\000-\037\177' | head -c 400)"; }

# write_turn PID START - `-` for both between steps
write_turn() {
	{
		lock_line run "$RUN"
		lock_line owner "$OWNER"
		lock_line user "$LOGIN"
		lock_line since "$lock_since"
		lock_line boot "$(boot_id)"
		lock_line pid "$1"
		lock_line start "$2"
		lock_line title "$TITLE"
		lock_line position "$POSITION"
	} >"$lock_root/run.new" && chmod 644 "$lock_root/run.new" && mv -f "$lock_root/run.new" "$lock_root/run"
}

lock_busy() {
	mark busy "$(lock_note owner)" "$(lock_note since)" "$(lock_note title)"
	exit 75
}

# take_turn - for this step; when somebody else sets the host up it says so and exits 75. An ordinary user can only look
take_turn() {
	if is_root; then
		mkdir -p "$lock_root" && [ ! -L "$lock_root" ] && chown 0:0 "$lock_root" && chmod 755 "$lock_root" || exit 1
		# Who can open it can hold it.
		(umask 077 && : >>"$lock_root/lock") || exit 1
		exec 9<>"$lock_root/lock"
		if ! flock -n 9; then
			# Whoever has just taken it has yet to write the note.
			lock_alive || sleep 1
			lock_busy
		fi
	fi
	lock_since=$(date +%s)
	if [ "$(lock_note run)" = "$RUN" ]; then
		lock_since=$(lock_note since)
	elif ! lock_over && lock_alive; then
		lock_busy
	fi
	! is_root || write_turn "$$" "$(start_of $$)" || exit 1
}

# keep_turn - a sign of life, for every few seconds
keep_turn() { ! is_root || touch "$lock_root/run"; }

# give_turn STATUS - the lock goes with the process; a run keeps its place for its next step, where there will be one
give_turn() {
	is_root || return 0
	if [ "$1" = 0 ] && [ -z "$LAST" ]; then write_turn - -; else rm -f "$lock_root/run"; fi
}
