# shellcheck shell=dash
# vncFiles.sh - questions about the files that desktops of this user leave: pid files, logs, start files; and logs of Xorg.
# Parameters: none. Prints: answers. Parts: ask.sh, lib/process.sh. Changes: nothing.

# vf_pids - `host NAME`, then STATE<TAB>own|other<TAB>PID<TAB>FILE<TAB>NAME a pid file; state - when nothing runs under that pid
vf_pids() {
	printf 'host %s\n' "$(host)"
	for vf_file in "$HOME/.vnc"/*:*.pid "$HOME/.config/tigervnc"/*:*.pid "$HOME/.local/state/tigervnc"/*:*.pid; do
		[ -f "$vf_file" ] || continue
		vf_pid=
		{ read -r vf_pid <"$vf_file"; } 2>/dev/null
		case $vf_pid in '' | 0* | *[!0-9]*) continue ;; esac
		vf_name=
		vf_state=-
		gv_state=
		{ read -r vf_name <"/proc/$vf_pid/comm"; } 2>/dev/null && read_stat "$vf_pid" && vf_state=$gv_state
		vf_whose=other
		[ -O "/proc/$vf_pid" ] && vf_whose=own
		printf '%s\t%s\t%s\t%s\t%s\n' "$vf_state" "$vf_whose" "$vf_pid" "$vf_file" "$vf_name"
	done
}

# vf_recent - TIME PATH a line, newest first: the logs of desktops that changed within three days, at most 20
vf_recent() {
	for vf_path in "$HOME/.vnc" "$HOME/.config/tigervnc" "$HOME/.local/state/tigervnc" "$(base_directory)/$(host)":* "$HOME/.xsession-errors"; do
		[ -r "$vf_path" ] && set -- "$@" "$vf_path"
	done
	[ $# -gt 0 ] || return 0
	find "$@" -maxdepth 1 -type f \( -name '*.log' -o -name .xsession-errors \) -mtime -3 -size +0 -exec stat -c '%Y %n' {} + 2>/dev/null |
		sort -rn | head -n 20
}

# vf_search - of `tail -v`: KIND<TAB>FILE<TAB>FIRST TIME IN THE LOG<TAB>LINE; each kind once a file, its last, at most three a file
vf_search() {
	awk '
		function tell(  each, count) {
			for (each = 1; each <= kinds && count < 3; each++)
				if (each in hit) { print name[each] "\t" file "\t" begun "\t" hit[each]; delete hit[each]; count++ }
			split("", hit)
			begun = ""
		}
		function known(kind, pattern) { name[++kinds] = kind; text[kinds] = pattern }
		BEGIN {
			known("vgl-no-display", "\\[VGL\\] ERROR: Could not open display")
			known("vgl-invalid-device", "Invalid EGL device")
			known("vgl-no-egl", "Could not enable OpenGL API")
			# A warning of the same words comes before it, and alone is harmless.
			known("vgl-no-glx", "[0-9]: The EGL back end requires a 2D X server with a GLX")
			known("x-unauthorised", "Authorization required, but no authorization protocol specified")
			known("no-dbus", "Unable to contact settings server|dbus-launch.*([Nn]ot found|No such file|[Ff]ailed|[Ee]rror)|([Ff]ailed|[Ee]rror|[Nn]ot found).*dbus-launch")
			known("no-runtime-dir", "[Uu]nable to create (directory|file) .?/run/user/[0-9]+")
			known("gnome-failed", "Oh no! Something has gone wrong")
			known("too-many-failures", "Too many authentication failures")
			known("no-otp", "one-time password has not been set on the server")
			known("session-limit", "session limit exceeded|[Ss]ession limit .*reached")
			known("no-window-manager", "[Nn]o window manager specified|[Nn]o such window manager|window manager was not found|No X session desktop file or command")
			known("disk-full", "No space left on device|Disk quota exceeded")
			known("otp-home", "-t is incompatible with -o")
			# The last: its line is looked for by itself.
			known("killed-at-once", "Killing X[a-z]*vnc process ID")
			# What none of these touches is passed by with one look; an own look at each would take longer.
			any = text[1]
			for (each = 2; each <= kinds; each++) any = any "|" text[each]
		}
		/^==> \/.* <==$/ { tell(); file = substr($0, 5, length($0) - 8); before = ""; next }
		begun == "" && /^[0-9][0-9]\/[0-9][0-9]\/[0-9][0-9][0-9][0-9] [0-9:]+|^[A-Z][a-z][a-z] [A-Z][a-z][a-z] +[0-9]+ [0-9:]+ [0-9]+$/ { begun = substr($0, 1, 24) }
		# Why a desktop ended, the line before often says.
		/Killing X[a-z]*vnc process ID/ { hit[kinds] = (before == "" ? "" : substr(before, 1, 300) "; then: ") substr($0, 1, 300); next }
		$0 ~ any { for (each = 1; each <= kinds; each++) if ($0 ~ text[each]) { hit[each] = substr($0, 1, 600); break } }
		NF { before = $0 }
		END { tell() }'
}

# vf_logs - `zone +HHMM`, `at TIME PATH` a file that was searched, and what was found
vf_logs() {
	vf_list=$(vf_recent)
	[ -n "$vf_list" ] || return 0
	set -f
	vf_rest=$IFS
	IFS='
'
	set --
	for vf_line in $vf_list; do
		set -- "$@" "${vf_line#* }"
		printf 'at %s\n' "$vf_line"
	done
	IFS=$vf_rest
	set +f
	date '+zone %z'
	tail -v -c 65536 "$@" 2>/dev/null | vf_search
}

# vf_xorg - error<TAB>FILE<TAB>LINE, the last 16 a file, and gpu<TAB>FILE<TAB>LINE where a driver says which GPU it took
vf_xorg() {
	for vf_file in /var/log/Xorg.[0-9]*.log "$HOME/.local/share/xorg"/Xorg.[0-9]*.log; do
		[ -f "$vf_file" ] && [ -r "$vf_file" ] && set -- "$@" "$vf_file"
	done
	if [ $# -eq 0 ]; then
		printf 'There is no log of an Xorg that this user may read.\n'
		return 3
	fi
	awk '
		function tell(  each) {
			for (each = (count > 16 ? count - 15 : 1); each <= count; each++) print "error\t" file "\t" line[each]
			count = 0
			gpus = 0
		}
		FNR == 1 { tell(); file = FILENAME }
		# The legend of the marks, and errors without a text.
		/\(EE\) error, \(NI\)|\(EE\)[ \t]*$/ && !/[a-z]\(EE\)/ { next }
		/\(EE\)/ { line[++count] = substr($0, 1, 600); next }
		/ at PCI:[0-9]+[:@]/ && gpus++ < 2 { print "gpu\t" file "\t" substr($0, 1, 300) }
		END { tell() }' "$@" 2>/dev/null | tail -n 48
}

# vf_xstartup - `file executable|plain PATH`, then its lines behind a tab
vf_xstartup() {
	set --
	for vf_file in "$HOME/.vnc/xstartup.turbovnc" "$HOME/.vnc/xstartup" "$HOME/.config/tigervnc/xstartup"; do
		[ -f "$vf_file" ] && set -- "$@" "$vf_file"
	done
	if [ $# -eq 0 ]; then
		printf 'This user has no start file of their own for desktops.\n'
		return 3
	fi
	for vf_file in "$@"; do
		vf_mode=plain
		[ -x "$vf_file" ] && vf_mode=executable
		printf 'file %s %s\n' "$vf_mode" "$vf_file"
		head -c 8192 "$vf_file" 2>/dev/null | sed 's/^/	/'
		printf '\n'
	done
}

ask_vnc_files() {
	# shellcheck disable=SC2088
	tell vnc-files 'head ~/.vnc/*.pid ~/.config/tigervnc/*.pid ~/.local/state/tigervnc/*.pid' vf_pids
	# shellcheck disable=SC2088
	tell vnc-logs "find ~/.vnc ~/.config/tigervnc ~/.local/state/tigervnc ~/.gearview/sessions/* ~/.xsession-errors -maxdepth 1 -name '*.log' -mtime -3; tail -c 65536 LOG | grep -E 'VGL|EGL|dbus-launch|settings server|Authorization required|/run/user|Oh no|authentication failures|one-time password|session limit|window manager|No space left|quota|incompatible|Killing X'" vf_logs
	tell xorg-log "grep '(EE)' /var/log/Xorg.*.log ~/.local/share/xorg/Xorg.*.log" vf_xorg
	# shellcheck disable=SC2088
	tell xstartup 'ls -l ~/.vnc/xstartup*; cat ~/.vnc/xstartup*' vf_xstartup
}
