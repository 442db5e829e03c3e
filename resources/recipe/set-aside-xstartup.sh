# shellcheck shell=dash disable=SC2154
# set-aside-xstartup.sh - renames the user's own start file, so that the VNC server starts what it would start without one.
# Parameters: SUBJECT (empty or `~/.vnc/xstartup`; `~/.config/tigervnc/xstartup`; also absolute). Prints: steps.
# Parts: steps.sh, subject.sh. Changes: renames that file. Undo: rename it back.

is_aside() { ! there "$path"; }

# free_name STEM - the first of STEM, STEM-2, STEM-3 ... that nothing has
free_name() {
	free=$1
	count=1
	while there "$free"; do
		count=$((count + 1))
		free=$1-$count
	done
}

why_not_aside() { if [ -d "$path" ] && [ ! -L "$path" ]; then printf '%s' "$path is a folder."; fi; }

cure() {
	path_subject "${SUBJECT:-~/.vnc/xstartup}"
	case $path in "$home/.vnc/xstartup" | "$home/.config/tigervnc/xstartup") ;; *) bad_subject 'a start file of a VNC server' ;; esac
	free_name "$path.gearview-backup-$(date +%Y-%m-%d)"
	do_step 'Set the own start file aside' because "$(why_not_aside)" until is_aside -- mv -n "$path" "$free"
}
