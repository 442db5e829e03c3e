# shellcheck shell=dash
# desktops.sh - which window managers and desktops the host has, best first.
# Parameters: none. Prints: nothing by itself. Changes: nothing.

gv_sessions='/usr/share/xsessions /usr/local/share/xsessions'

# Light ones that draw well without a GPU first; id:command for hosts whose packages bring no session file.
gv_known='xfce:startxfce4 openbox:openbox-session openbox:openbox mate:mate-session lxqt:startlxqt LXDE:startlxde
icewm-session:icewm-session fluxbox:startfluxbox fvwm3:fvwm3 wmaker:wmaker jwm:jwm i3:i3 awesome:awesome cinnamon:cinnamon-session
gnome-classic:- gnome:- ubuntu:- plasma:- plasmax11:- twm:twm xterm:xterm'

# entry FILE KEY - a value of a session file's [Desktop Entry]
entry() { sed -n "s/^$2[[:space:]]*=[[:space:]]*//p" "$1" | head -n 1; }

# session_file ID - the session file of that name; newer GNOME keeps its X one among those for Wayland
session_file() {
	for gv_folder in $gv_sessions /usr/share/wayland-sessions; do
		if [ -r "$gv_folder/$1.desktop" ]; then
			printf '%s' "$gv_folder/$1.desktop"
			return 0
		fi
	done
	return 1
}

# usable COMMAND - its first word is a program of this host
usable() {
	gv_first=${1%% *}
	[ -n "$gv_first" ] && have "$gv_first"
}

# desktop_command ID - the command that runs it; 1 when this host has it not
desktop_command() {
	if gv_file=$(session_file "$1"); then
		gv_command=$(entry "$gv_file" Exec)
		gv_try=$(entry "$gv_file" TryExec)
		if usable "$gv_command" && { [ -z "$gv_try" ] || have "$gv_try"; }; then
			printf '%s' "$gv_command"
			return 0
		fi
	fi
	for gv_pair in $gv_known; do
		if [ "${gv_pair%%:*}" = "$1" ] && usable "${gv_pair#*:}"; then
			printf '%s' "${gv_pair#*:}"
			return 0
		fi
	done
	return 1
}

# desktop_ids - the names of all that could be there, best first, some twice
desktop_ids() {
	for gv_pair in $gv_known; do
		case $gv_pair in twm:* | xterm:*) ;; *) printf '%s\n' "${gv_pair%%:*}" ;; esac
	done
	for gv_folder in $gv_sessions; do
		for gv_file in "$gv_folder"/*.desktop; do
			gv_file=${gv_file##*/}
			case ${gv_file%.desktop} in
			'*' | *[!A-Za-z0-9._-]* | [!A-Za-z0-9]*) ;;
			*) printf '%s\n' "${gv_file%.desktop}" ;;
			esac
		done
	done
	printf 'twm\nxterm\n'
}

# desktops - `ID NAME` a line, best first, each once
desktops() {
	gv_seen=' '
	for gv_id in $(desktop_ids); do
		case $gv_seen in *" $gv_id "*) continue ;; esac
		gv_seen="$gv_seen$gv_id "
		desktop_command "$gv_id" >/dev/null || continue
		gv_name=
		gv_file=$(session_file "$gv_id") && gv_name=$(entry "$gv_file" Name)
		printf '%s %s\n' "$gv_id" "${gv_name:-$gv_id}"
	done
}
