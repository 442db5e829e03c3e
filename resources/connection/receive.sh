# shellcheck shell=dash
# receive.sh - takes a file from stdin, for hosts that offer no SFTP.
# Parameters: FILE (absolute path), PART (its name until it is whole), MODE (octal), SIZE (bytes). Prints: ready, received.
# Changes: FILE, and its folder (0700) when that is missing. After `ready` stdin has the line `bytes`, then SIZE bytes.

receive_drop() {
	rm -f -- "$PART"
	fail storage "$FILE could not be written: $1." "${2-}"
}

main() {
	case $FILE in *[[:cntrl:]]* | [!/]*) fail bad-input 'That is no absolute path.' ;; esac
	receive_dir=${FILE%/*}
	[ -d "$receive_dir" ] || receive_said=$(mkdir -m 700 -- "$receive_dir" 2>&1) || receive_drop 'its folder cannot be made' "$receive_said"
	# The line keeps apart what a shell may have read ahead.
	emit ready
	while read -r receive_line && [ "$receive_line" != bytes ]; do :; done
	receive_said=$(head -c "$SIZE" 2>&1 >"$PART") || receive_drop 'its disk may be full, or permission is denied' "$receive_said"
	[ "$(wc -c <"$PART")" -eq "$SIZE" ] || receive_drop 'not all of it came'
	receive_said=$({ chmod "$MODE" "$PART" && bounded 60 sync "$PART" && mv -f -- "$PART" "$FILE"; } 2>&1) || receive_drop 'it cannot be put in its place' "$receive_said"
	emit received
	# Or the shell would wait for more of the script.
	exit 0
}
main
