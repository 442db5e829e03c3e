# shellcheck shell=dash disable=SC2154
# join-group.sh - adds this user to a group that owns GPU device nodes or the socket of Docker.
# Parameters: SUBJECT (vglusers, render, video or docker). Prints: steps. Parts: steps.sh, subject.sh.
# Changes: /etc/group; needs root. It counts from the next login on. Undo: gpasswd -d USER GROUP.

# is_member - the account is, whether or not this login is yet
is_member() { id -nG "$user" 2>/dev/null | tr ' ' '\n' | grep -qx "$SUBJECT"; }

cure() {
	case $SUBJECT in vglusers | render | video | docker) ;; *) bad_subject 'one of vglusers, render, video and docker' ;; esac
	why_no_group=
	bounded 5 getent group "$SUBJECT" >/dev/null 2>&1 || why_no_group="This host has no group $SUBJECT."
	note=
	[ "$SUBJECT" = docker ] && note='; who is in it can do everything that root can'
	do_step "Add $user to the group $SUBJECT (counts from the next login on$note)" root because "$why_no_group" until is_member -- \
		usermod -aG "$SUBJECT" "$user"
}
