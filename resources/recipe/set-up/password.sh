# shellcheck shell=dash disable=SC2034
# password.sh - finds out how this login becomes root, and checks the password once where sudo wants one.
# Parameters: PASSWORD_COMES (yes, or empty). Prints: ready, sudo (STATUS, what sudo said). Parts: sudo.sh.
# Changes: nothing; a wrong password counts one attempt. It is in variables and pipes of shells only, as printf is built in.

say_sudo() { emit sudo "$1" "$(printf '%s' "${2-}" | tail -c 500)"; }

# refusal TEXT OTHERWISE - sets sudo_status
refusal() {
	case $1 in
	*'must have a tty'*) sudo_status=needtty ;;
	*'may not run sudo'* | *'not allowed to'* | *'not in the sudoers'* | *'is expired'* | *'validation failure'* | *"I'm afraid"*) sudo_status=denied ;;
	*'no new privileges'* | *nosuid* | *'setuid bit'*) sudo_status=denied ;;
	*) sudo_status=$2 ;;
	esac
}

# try_sudo - sets sudo_terminal; without asking. Otherwise sets sudo_status and sudo_text
try_sudo() {
	sudo_terminal=
	sudo_text=$(printf '# gearview\n' | through_sudo try '' 2>&1) && return 0
	case $sudo_text in
	*'must have a tty'*)
		sudo_terminal=yes
		sudo_first=$sudo_text
		sudo_text=$(printf '# gearview\n' | through_sudo try yes 2>&1) && return 0
		# There is no script(1), or it got no terminal.
		[ -n "$sudo_text" ] || sudo_text=$sudo_first
		;;
	esac
	case $sudo_text in *assword* | *uthentication* | '') refusal "$sudo_text" needpass ;; *) refusal "$sudo_text" denied ;; esac
	return 1
}

# read_password - sets gv_password. What the shell left unread of the script comes first
read_password() {
	case $(command -V printf 2>/dev/null) in
	*builtin*) ;;
	*) fail script-failed 'The shell /bin/sh of this host has no printf of its own, so a password cannot be handed on in private; log in as root.' ;;
	esac
	# A shell that traces would print it; and a variable that came with the environment would be handed on.
	{ set +xva; } 2>/dev/null
	unset gv_password gv_line
	while IFS= read -r gv_line; do
		case $gv_line in "$GV_NONCE "*) ;; *) continue ;; esac
		gv_password=${gv_line#"$GV_NONCE "}
		unset gv_line
		return 0
	done
	fail cancelled 'No password came.'
}

# check_password - one attempt, and then whether sudo lets its owner do the work. Otherwise sets sudo_status and sudo_text
check_password() {
	if ! sudo_text=$(printf '%s\n' "$gv_password" | through_sudo check "$sudo_terminal" 2>&1); then
		refusal "$sudo_text" badpass
		return 1
	fi
	if ! sudo_text=$(printf '%s\n' "$gv_password" | through_sudo allowed "$sudo_terminal" 2>&1 >/dev/null); then
		sudo_status=denied
		return 1
	fi
}

# become_root - says how; sets sudo_way (root, try, work), sudo_terminal and gv_password. 1: it cannot be
become_root() {
	sudo_terminal=
	if [ "$(id -u)" = 0 ]; then
		sudo_way=root
		say_sudo root
		return 0
	fi
	if ! have sudo; then
		say_sudo nosudo
		return 1
	fi
	sudo_way=try
	if try_sudo; then
		say_sudo nopass
		return 0
	fi
	if [ "$sudo_status" != needpass ] || [ -z "$PASSWORD_COMES" ]; then
		say_sudo "$sudo_status" "$sudo_text"
		return 1
	fi
	sudo_way=work
	emit ready
	read_password
	if check_password; then
		say_sudo passok
		return 0
	fi
	unset gv_password
	say_sudo "$sudo_status" "$sudo_text"
	return 1
}
