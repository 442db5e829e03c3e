# shellcheck shell=dash disable=SC2154
# clear-x-files.sh - removes the lock and the socket of an X server that is gone, when they are this user's.
# Parameters: SUBJECT (a display, `:3` or `3`), X11_PERL, X11_PYTHON. Prints: steps. Parts: steps.sh, subject.sh, xFiles.sh.
# Changes: /tmp/.XN-lock, /tmp/.X11-unix/XN. Undo: not needed, an X server makes its own.

why_not() {
	why_x=$(why_alive "$n")
	if [ -n "$why_x" ]; then printf '%s' "$why_x"; else why_foreign "$1" "$2"; fi
}

cure() {
	display_subject
	x_files "$n"
	do_step "Remove the lock of display :$n" because "$(why_not "$lock" f)" until lock_gone -- rm -f "$lock"
	# A new X server may have come since.
	do_step "Remove the socket of display :$n" because "$(why_not "$socket" S)" until socket_gone -- rm -f "$socket"
}
