# shellcheck shell=dash
# stop.sh - ends one desktop, or clears away the files of a dead one. Ending what has ended is no error.
# Parameters: BOOT, DISPLAY_NUMBER, PID, START, PROGRAM. Parts: process.sh, end.sh, tigervnc.sh or turbovnc.sh.
# Prints: nothing. Changes: ends that X proxy and what it started, removes their files. Undo: none.

main() {
	if [ "$BOOT" = "$(boot_id)" ] && is_process "$PID" "$START"; then
		is_proxy "$PID" || fail session-gone "Process $PID is no X proxy of this user; nothing was ended."
		[ "$(display_of "$PID")" = "$DISPLAY_NUMBER" ] || fail session-gone "Process $PID holds another display by now; nothing was ended."
		# shellcheck disable=SC2046
		helpers=$(helpers "$DISPLAY_NUMBER" $(survivors "$DISPLAY_NUMBER" "$PID" "$START"))
		proxy_stop "$DISPLAY_NUMBER" "$PID"
		end_session "$DISPLAY_NUMBER" "$PID" "$START" || fail session-failed "The desktop on :$DISPLAY_NUMBER does not end; restart the host to be rid of it."
		# shellcheck disable=SC2086
		end_helpers $helpers
	elif [ "$BOOT" = "$(boot_id)" ] && [ "$START" != 0 ] && is_live_proxy "$PID" && [ "$(start_of "$PID")" != "$START" ]; then
		fail session-gone "Another desktop runs as process $PID by now; nothing was ended."
	elif [ "$(note "$DISPLAY_NUMBER" pid)" = "$PID" ]; then
		# The X proxy is dead; what it had started may not be.
		end_session "$DISPLAY_NUMBER" "$PID" "$START"
	fi
	purge "$DISPLAY_NUMBER" "$PID"
}

main
