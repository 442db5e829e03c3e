# shellcheck shell=dash disable=SC2154
# clear-xauth-locks.sh - removes the locks that an xauth which was killed has left: every later one waits for them and gives up.
# Parameters: SUBJECT (empty). Prints: steps. Parts: steps.sh, subject.sh. Changes: removes ~/.Xauthority-c and -l.
# Undo: not needed.

xauth_lock_gone() { ! there "$path"; }

xauth_runs() {
	for each in /proc/[0-9]*; do
		comm=
		{ read -r comm <"$each/comm"; } 2>/dev/null
		[ "$comm" = xauth ] && [ -O "$each" ] && [ "$(state_of "${each#/proc/}")" != Z ] && return 0
	done
	return 1
}

why_not_clear() {
	there "$path" || return 0
	changed=$(stat -c %Y "$path" 2>/dev/null)
	if xauth_runs; then
		printf '%s' 'An xauth of this user runs; the lock may be its.'
	elif [ ! -f "$path" ] || [ -L "$path" ]; then
		printf '%s' "$path is no file."
	elif [ $(($(date +%s) - ${changed:-0})) -le 10 ]; then
		printf '%s' "$path is younger than 10 s; an xauth elsewhere may hold it."
	fi
}

cure() {
	no_subject
	for path in "$home/.Xauthority-c" "$home/.Xauthority-l"; do
		do_step "Remove the stale lock ${path##*/}" because "$(why_not_clear)" until xauth_lock_gone -- rm -f "$path"
	done
}
