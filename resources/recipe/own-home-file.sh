# shellcheck shell=dash disable=SC2154
# own-home-file.sh - gives a file or folder of the home directory back to its user, with all that is in it.
# Parameters: SUBJECT (`~/.vnc` and the others of the list below). Prints: steps. Parts: steps.sh, subject.sh.
# Changes: owner and group; needs root. Undo: none, the earlier owners are not kept.

# A look that took too long, or was refused, has proven nothing.
is_mine() {
	[ ! -L "$path" ] && there "$path" || return 1
	foreign=$(bounded 6 find "$path" -xdev ! -user "$uid" -print -quit 2>&1) || return 1
	[ -z "$foreign" ]
}

# has_mount - chown does not stop at the border of a file system
has_mount() {
	awk -v path="$path" '{ at = $5; gsub(/\\040/, " ", at); if (at == path || index(at, path "/") == 1) found = 1 } END { exit !found }' /proc/self/mountinfo
}

# A name of a file that lies elsewhere too would give that one away.
has_hard_link() { [ -n "$(bounded 6 find "$path" -xdev ! -type d -links +1 ! -user "$uid" -print -quit 2>/dev/null)" ]; }

why_not_own() {
	if [ -L "$path" ]; then
		printf '%s' "$path is a symbolic link; change the owner of its target yourself."
	elif ! there "$path"; then
		printf '%s' "$path does not exist."
	elif [ "$(stat -c %u "$home")" != "$uid" ]; then
		printf '%s' "The home directory $home itself belongs to $(owner "$home")."
	elif has_mount; then
		printf '%s' "Another file system is mounted at or below $path."
	elif has_hard_link; then
		printf '%s' "A foreign file below $path has another name elsewhere (a hard link), and would be given away there too."
	fi
}

cure() {
	case $SUBJECT in
	'~'/.vnc | '~'/.Xauthority | '~'/.gearview | '~'/.config | '~'/.cache | '~'/.local | '~'/.dbus | '~'/.ssh) path=$home/${SUBJECT#'~'/} ;;
	*) bad_subject 'a file that desktops need' ;;
	esac
	uid=$(id -u)
	do_step "Give $SUBJECT back to $user" root because "$(why_not_own)" until is_mine -- chown -R -h "$uid:$(id -g)" "$path"
}
