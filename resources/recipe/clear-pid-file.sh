# shellcheck shell=dash disable=SC2154
# clear-pid-file.sh - removes a pid file whose process is gone, or is no X proxy of this user on that display.
# Parameters: SUBJECT (`~/.vnc/HOST:N.pid`, or in TigerVNC's folders; also absolute). Prints: steps.
# Parts: steps.sh, subject.sh, pidFiles.sh. Changes: removes that file. Undo: not needed, a starter writes its own.

pid_file_gone() { ! there "$path"; }

# on_network - the file may be of a process on another host
on_network() {
	case $(stat -f -c %T "$path" 2>/dev/null) in nfs* | cifs | smb* | afs | lustre | gpfs | ceph* | fuse* | beegfs | panfs | autofs | v9fs) ;; *) return 1 ;; esac
}

why_not_remove() {
	there "$path" || return 0
	if ! is_plain "$path"; then
		printf '%s' "$path is no file of this user."
		return
	fi
	pid=$(pid_in "$path")
	if shows "$pid" "$file_display"; then
		printf '%s' "Process $pid is the X proxy of :$file_display; its pid file is right."
	elif [ "$file_host" != "$(host)" ] && on_network; then
		printf '%s' "The home directory is shared, so the desktop may run on $file_host; remove the file there."
	elif [ "$file_host" != "$(host)" ] && proxy_on "$file_display" >/dev/null; then
		printf '%s' "A desktop runs on :$file_display, perhaps this one in a container; end it first."
	fi
}

cure() {
	path_subject "$SUBJECT"
	case ${path%/*} in "$home/.vnc" | "$home/.config/tigervnc" | "$home/.local/state/tigervnc") ;; *) bad_subject 'a pid file of a VNC server' ;; esac
	parse_pid_file "$path" || bad_subject 'a pid file of a VNC server'
	do_step "Remove the stale pid file of :$file_display" because "$(why_not_remove)" until pid_file_gone -- rm -f "$path"
}
