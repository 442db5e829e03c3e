# shellcheck shell=dash disable=SC2154
# rename-pid-file.sh - gives the pid file of a live desktop the name of this host, so that the starter's list and kill find it.
# Parameters: SUBJECT (a display). Prints: steps. Parts: steps.sh, subject.sh, pidFiles.sh.
# Changes: OTHER:N.pid, .log and .udspath in one of the folders of TurboVNC or TigerVNC. Undo: rename them back.

# find_named - the pid file has this host's name already
find_named() {
	for folder in "$home/.vnc" "$home/.config/tigervnc" "$home/.local/state/tigervnc"; do
		[ "$(pid_in "$folder/$here:$n.pid")" = "$pid" ] && return 0
	done
	return 1
}

# find_misnamed - sets old: the stem of the pid file of that process under another host's name
find_misnamed() {
	for folder in "$home/.vnc" "$home/.config/tigervnc" "$home/.local/state/tigervnc"; do
		for file in "$folder"/*:"$n".pid; do
			if is_plain "$file" && parse_pid_file "$file" && [ "$file_host" != "$here" ] && [ "$(pid_in "$file")" = "$pid" ]; then
				old=${file%.pid}
				return 0
			fi
		done
	done
	return 1
}

is_renamed() { ! there "$old.$ending" && [ -f "$new.$ending" ]; }

why_not_rename() {
	if [ "$(pid_in "$old.pid")" != "$pid" ] || ! is_live_proxy "$pid"; then
		printf '%s' "$old.pid names no X proxy that runs."
	elif there "$new.pid"; then
		printf '%s' "$new.pid exists; remove it first when it is stale."
	fi
}

cure() {
	display_subject
	here=$(host)
	title="Give the pid file of :$n the name of this host"
	if ! parse_pid_file "$here:$n.pid"; then
		do_step "$title" because 'This host has a name that Gearview does not work with.' --
		return
	fi
	pid=$(proxy_on "$n")
	if [ -z "$pid" ]; then
		do_step "$title" because "No X proxy of this user runs on :$n." --
		return
	fi
	if find_named; then
		do_step "$title" until find_named --
		return
	fi
	if ! find_misnamed; then
		do_step "$title" because "No pid file names process $pid, the X proxy on :$n." --
		return
	fi
	new=${old%/*}/$here:$n
	ending=pid
	do_step "$title" because "$(why_not_rename)" until is_renamed -- mv -n "$old.pid" "$new.pid"
	for ending in log udspath; do
		if ! is_plain "$old.$ending" || there "$new.$ending"; then continue; fi
		do_step "Rename the $ending file as well" until is_renamed -- mv -n "$old.$ending" "$new.$ending"
	done
}
