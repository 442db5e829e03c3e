# shellcheck shell=dash disable=SC2154
# enable-linger.sh - lets this user's processes, and the runtime directory, live on after the last logout (loginctl(1)).
# Parameters: SUBJECT (empty). Prints: steps. Parts: steps.sh, subject.sh. Changes: /var/lib/systemd/linger.
# Undo: loginctl disable-linger.

# Somebody who is not logged in is not known to it; then the file by which it remembers says it.
does_linger() {
	case $(bounded 5 loginctl show-user "$user" -p Linger 2>/dev/null) in
	Linger=yes) ;;
	Linger=*) return 1 ;;
	*) [ -e "/var/lib/systemd/linger/$user" ] ;;
	esac
}

cure() {
	no_subject
	why_no_logind=
	if ! have loginctl || [ ! -d /run/systemd/system ]; then why_no_logind='systemd does not run this host, so nothing ends processes at a logout.'; fi
	do_step "Let the processes of $user live on after a logout" because "$why_no_logind" until does_linger -- \
		loginctl --no-ask-password enable-linger "$user"
}
