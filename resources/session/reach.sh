# shellcheck shell=dash
# reach.sh - what a client must say to enter a desktop that is not a private socket without password: asked anew for every connect.
# Parameters: PID, START, METHOD: otp, write (CODED: the new password file's bytes in octal), read. PROGRAM. Parts: process.sh.
# Prints: password (otp) or file (the password file's first 8 bytes, octal). Changes: otp and write void the password before.

same_session() { is_session "$PID" "$START" || fail session-gone 'The desktop has ended; list the desktops again.'; }

one_time_password() {
	authority=$(option "$PID" auth)
	display=:$(display_of "$PID")
	# vncpasswd 3.3 takes a home under /tmp for its option -t and refuses; for -o the home does not matter.
	answer=$(bounded 10 env HOME=/ DISPLAY="$display" XAUTHORITY="$authority" "${PROGRAM%/*}/vncpasswd" -o -display "$display" 2>&1)
	password=$(printf '%s\n' "$answer" | sed -n 's/^Full control one-time password: \([0-9]*\)$/\1/p')
	[ -n "$password" ] || fail session-failed 'TurboVNC gave no one-time password.' "$answer"
	emit password "$password"
}

# password_file - the file that the X proxy reads on every login; it must be this user's own
password_file() {
	file=$(option "$PID" passwordfile rfbauth)
	case $file in
	/*) ;;
	*) fail session-failed 'The desktop wants a password, and its command line names no password file.' ;;
	esac
	if [ ! -f "$file" ] || [ ! -O "$file" ]; then
		fail session-failed "The desktop's password file $file is missing or belongs to somebody else."
	fi
}

write_password() {
	password_file
	case $file in "$(base_directory)"/*) ;; *) fail session-failed "$file is not Gearview's to write." ;; esac
	case $CODED in '' | *[!0-7\\]*) fail session-failed 'The new password is not coded in octal.' ;; esac
	# shellcheck disable=SC2059
	if ! printf "$CODED" >"$file.new" || ! mv -f "$file.new" "$file"; then
		fail session-failed "$file cannot be written."
	fi
}

read_password() {
	password_file
	emit file "$(od -An -v -N8 -to1 "$file")"
}

main() {
	same_session
	case $METHOD in
	otp) one_time_password ;;
	write) write_password ;;
	read) read_password ;;
	*) fail internal 'reach.sh knows no such method.' ;;
	esac
}

main
