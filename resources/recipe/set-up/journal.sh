# shellcheck shell=dash disable=SC2034
# journal.sh - records what a step changes, so that undo.sh can take it back: packages, paths of /etc, and the files of its task.
# Parameters: RUN, STEP, TITLE, OWNER, LOGIN, TASK (its `file` and `undo` lines). Prints: nothing. Needs: root, and the lock of lock.sh.
# Changes: /var/lib/gearview/journal/NNNN-STEP: about, undo, files, packages, paths, ended for everybody; states and before/ for root.
# Paths in its files are coded: \001 for a newline, \002 for a tab.

journal_root=/var/lib/gearview/journal
# Larger files of /etc are neither copied nor read.
journal_size=20480k
# Seconds that what an interrupted step had started may have gone on by itself.
journal_grace=600

journal_newline=$(printf '\001')
journal_tab=$(printf '\002')
# Set by journal_open: its name, empty when there is none; and after a failure why, in a sentence.
journal_id=
journal_why=

journal_coded() { if [ -n "$1" ]; then printf '%s' "$1" | base64 | tr -d '\n'; else printf -- '-'; fi; }

# journal_path CODED - sets journal_plain
journal_path() {
	journal_plain=$1
	case $1 in *"$journal_newline"* | *"$journal_tab"*)
		journal_plain=$(printf '%s' "$1" | tr '\001\002' '\n\t' && printf x)
		journal_plain=${journal_plain%x}
		;;
	esac
}

# journal_list DEPTH START... - a line of each path: PATH TYPE MODE OWNER WHAT MTIME CTIME, WHAT being the SHA-256 or =TARGET of a link.
# 1: it is not whole, and what is missing in it must not be taken for new or gone
journal_list() {
	journal_depth=$1
	shift
	{
		find "$@" -maxdepth "$journal_depth" -xdev -type f ! -size "+$journal_size" -exec sha256sum {} +
		echo //
		{
			find "$@" -maxdepth "$journal_depth" -xdev -printf '%y %m %U:%G %s %T@ %C@\0%p\0%l\0'
			printf '//%s\0\0\0' "$?"
		} | tr '\n\000\t' '\001\n\002'
	} 2>/dev/null </dev/null | awk '
		!listing && $0 == "//" { listing = 1; next }
		!listing {
			# sha256sum begins a line with a backslash when it had to write the name in another way.
			escaped = sub(/^\\/, "")
			path = substr($0, 67)
			if (escaped) {
				gsub(/\\\\/, "\003", path)
				gsub(/\\n/, "\001", path)
				gsub(/\\r/, "\r", path)
				gsub(/\003/, "\\", path)
			}
			gsub(/\t/, "\002", path)
			sums[path] = substr($0, 1, 64)
			next
		}
		{ part++ }
		# 1 is of a path that vanished meanwhile.
		part == 1 && /^\/\// { whole = $0 ~ /^\/\/[01]$/ }
		part == 1 { split($0, is, " "); next }
		part == 2 { path = $0; next }
		{ part = 0 }
		path == "" { next }
		{
			what = "-"
			if (is[1] == "f") what = path in sums ? sums[path] : "unread:" is[4] ":" is[5]
			if (is[1] == "l") { what = "=" $0; is[2] = "-" }
			print path "\t" is[1] "\t" is[2] "\t" is[3] "\t" what "\t" is[5] "\t" is[6]
		}
		END { exit !whole }'
}

# journal_list_all - the same of /etc, and of the other paths that the entry in journal_dir is about
journal_list_all() { journal_list 64 /etc && journal_list_extra; }

journal_list_extra() {
	set --
	while IFS= read -r journal_line; do
		journal_path "$journal_line"
		if [ -e "$journal_plain" ] || [ -L "$journal_plain" ]; then set -- "$@" "$journal_plain"; fi
	done <"$journal_dir/extra"
	[ $# = 0 ] || journal_list 0 "$@"
}

# journal_copy FOLDER - /etc as it is, into FOLDER; 1: there is no room for it
journal_copy() {
	mkdir -m 700 "$1" || return 1
	if [ -z "$(find /etc -xdev -type f -size "+$journal_size" 2>/dev/null | head -n 1)" ]; then
		journal_errors=$(cp -ax /etc "$1/" 2>&1)
	else
		journal_errors=$(find /etc -xdev ! -type d ! \( -type f -size "+$journal_size" \) -exec cp -a --parents -t "$1" {} + 2>&1)
	fi
	# What else could not be copied is not restored; that is no reason to do nothing.
	case $journal_errors in *'No space left'* | *uota*) return 1 ;; esac
}

# journal_packages FILE - a line of each package: i or c (only its configuration is there), NAME, what its tool calls it, VERSION, when
# installed. 1: it is not whole
journal_packages() {
	if journal_is_dpkg; then
		# shellcheck disable=SC2016
		timeout -k 2 60 dpkg-query -W -f '${db:Status-Abbrev}|${Package}/${Architecture}|${binary:Package}|${Version}\n' </dev/null >"$1.raw" 2>/dev/null &&
			awk -F '|' '{ is = substr($1, 2, 1) } is != "n" { print (is == "c" ? "c" : "i"), $2, $3, ($4 == "" ? "-" : $4), 0 }' "$1.raw" >"$1"
	elif command -v rpm >/dev/null 2>&1; then
		timeout -k 2 120 rpm -qa --qf '%{NAME} %{ARCH} %{VERSION}-%{RELEASE} %{INSTALLTIME}\n' </dev/null >"$1.raw" 2>/dev/null &&
			awk '{ end = $2 == "(none)" ? "" : "." $2; print "i", $1 end, $1 "-" $3 end, $3, $4 }' "$1.raw" >"$1"
	else
		: >"$1.raw" && : >"$1"
	fi && rm -f "$1.raw"
}

journal_is_dpkg() { command -v dpkg-query >/dev/null 2>&1 && [ -s /var/lib/dpkg/status ]; }

# journal_late UNTIL - the packages of dpkg that were installed after that time
journal_late() {
	[ -n "$1" ] && journal_is_dpkg || return 0
	find /var/lib/dpkg/info -name '*.list' -newerct "@$1" 2>/dev/null | sed 's,.*/,,; s,\.list$,,'
}

# journal_task KIND - the first word of the task's lines of that kind, coded
journal_task() {
	printf '%s\n' "$TASK" | while read -r journal_kind journal_word journal_rest; do
		[ "$journal_kind" = "$1" ] || continue
		printf '%s' "$journal_word" | base64 -d | tr '\n\t' '\001\002'
		echo
	done
}

# journal_private COMMAND... - what it writes is for root alone, until its mode is changed
journal_private() {
	journal_umask=$(umask)
	umask 077
	"$@"
	journal_result=$?
	umask "$journal_umask"
	return "$journal_result"
}

# journal_begin FOLDER - all that has to be known before the step changes anything
journal_begin() {
	mkdir -m 755 "$1" || return 1
	{
		printf 'title %s\nstep %s\nrun %s\n' "$(journal_coded "$TITLE")" "$STEP" "$RUN"
		printf 'owner %s\nuser %s\nat %s\n' "$(journal_coded "$OWNER")" "$(printf '%s' "$LOGIN" | tr -d '\000-\037\177')" "$(date +%s)"
	} >"$1/about" &&
		printf '%s\n' "$TASK" | sed -n '/^undo /p' >"$1/undo" &&
		journal_task file >"$1/files" &&
		# With the folders above, which may have to be made.
		awk '!/^\/etc\// { for (path = $0; path ~ /^\/./; sub(/\/[^\/]*$/, "", path)) if (!seen[path]++) print path }' \
			"$1/files" >"$1/extra" &&
		journal_packages "$1/packages.before" &&
		journal_dir=$1 &&
		journal_list_all >"$1/list.before" &&
		journal_copy "$1/copy" || return 1
	while IFS= read -r journal_line; do
		journal_path "$journal_line"
		[ -d "$journal_plain" ] || [ ! -e "$journal_plain" ] && [ ! -L "$journal_plain" ] && continue
		cp -a --parents "$journal_plain" "$1/copy/" 2>/dev/null || return 1
	done <"$1/extra"
	# For the lists afterwards, when the disk may be full.
	head -c $((65536 + 3 * $(cat "$1/list.before" "$1/packages.before" | wc -c))) /dev/zero >"$1/room" || return 1
	chmod 644 "$1/about" "$1/undo" "$1/files"
}

# journal_open - begins the entry of this step; 1: it could not, and the step must not begin
journal_open() {
	journal_id=
	journal_why='What the step is going to change could not be recorded, so it was not begun; is the disk full?'
	mkdir -p "$journal_root" && chmod 755 "${journal_root%/*}" "$journal_root" && journal_settle || return 1
	journal_last=$(find "$journal_root" -maxdepth 1 -name '[0-9][0-9][0-9][0-9]-*' 2>/dev/null | sed 's,.*/,,' | sort | tail -n 1)
	journal_last=$(printf '%s' "${journal_last%%-*}" | sed 's/^0*//')
	journal_name=$(printf '%04d-%s' $((${journal_last:-0} + 1)) "$STEP")
	if journal_private journal_begin "$journal_root/$journal_name.new" && mv "$journal_root/$journal_name.new" "$journal_root/$journal_name"; then
		journal_id=$journal_name
		return 0
	fi
	rm -rf "$journal_root/$journal_name.new"
	# It needs find with -printf, which every distribution of a set-up has.
	find / -maxdepth 0 -printf '' 2>/dev/null || journal_why='What the step is going to change could not be recorded, so it was not begun: the program find (findutils) is missing.'
	return 1
}

# journal_beat - says that the step still runs: call it every few seconds
journal_beat() { [ -z "$journal_id" ] || : >"$journal_root/$journal_id/alive"; }

# journal_close STATUS - ends the entry of this step; one that changed nothing is gone afterwards, and journal_id empty
journal_close() {
	[ -n "$journal_id" ] || return 0
	journal_private journal_finish "$journal_root/$journal_id" "$1" ''
	[ -d "$journal_root/$journal_id" ] || journal_id=
}

# journal_settle - closes the entries that interrupted steps left open, and clears away what never began. 1: one could not be closed
journal_settle() {
	for journal_each in "$journal_root"/[0-9]*; do
		case $journal_each in *.new) rm -rf "$journal_each" ;; esac
		[ -d "$journal_each" ] || continue
		if [ ! -f "$journal_each/ended" ]; then
			# What changed long after its last sign of life is somebody else's doing.
			journal_until=$(stat -c %Y "$journal_each/alive" 2>/dev/null || stat -c %Y "$journal_each/list.before" 2>/dev/null)
			journal_private journal_finish "$journal_each" lost "${journal_until:+$((journal_until + journal_grace))}" || return 1
		elif [ -d "$journal_each/copy" ]; then
			journal_clear "$journal_each"
		fi
	done
}

journal_clear() { rm -rf "$1/copy" "$1/list.before" "$1/list.after" "$1/packages.before" "$1/packages.after" "$1/late" "$1/alive" "$1/room"; }

# journal_finish ENTRY STATUS UNTIL - notes the difference, and keeps of the copy only what changed. 1: it stays open
journal_finish() {
	journal_dir=$1
	rm -f "$1/room"
	journal_packages "$1/packages.after" && journal_late "$3" >"$1/late" && journal_list_all >"$1/list.after" || return 1
	awk -v until="${3:-0}" '
		FILENAME ~ /late$/ { late[$1] = 1; next }
		FILENAME ~ /before$/ && $1 == "c" { left[$2] = 1; next }
		FILENAME ~ /before$/ { was[$2 " " $4] = 1; words[$2 " " $4] = $3; next }
		$1 == "c" || $3 in late || (until > 0 && $5 > until) { other[$2] = 1; next }
		{ is[$2 " " $4] = $3; there[$2] = 1 }
		END {
			for (each in was) if (!(each in is)) {
				split(each, of, " ")
				if (of[1] in there) old[of[1]] = of[2]
				else if (!(of[1] in other)) print "removed", words[each], of[2]
			}
			for (each in is) if (!(each in was)) {
				split(each, of, " ")
				if (of[1] in old) print "upgraded", is[each], old[of[1]], of[2]
				else print (of[1] in left ? "reinstalled" : "installed"), is[each], of[2]
			}
		}' "$1/late" "$1/packages.before" "$1/packages.after" | sort >"$1/packages" || return 1
	awk -F '\t' -v OFS='\t' -v until="${3:-0}" '
		FILENAME ~ /before$/ { was[$1] = $2 OFS $3 OFS $4 OFS $5; time[$1] = $6; next }
		{ there[$1] = 1; is = $2 OFS $3 OFS $4 OFS $5 }
		until > 0 && $7 > until { next }
		!($1 in was) { print "created", $1, "-", "-", "-", "-", "-", is; next }
		was[$1] != is { print "replaced", $1, was[$1], time[$1], is }
		END { for (path in was) if (!(path in there)) print "removed", path, was[path], time[path], "-", "-", "-", "-" }
		' "$1/list.before" "$1/list.after" | sort -t "$(printf '\t')" -k 2,2 >"$1/states" || return 1
	awk -F '\t' -v OFS='\t' '{ print $1, $2, $3, $4, $5, $8 }' "$1/states" >"$1/paths" || return 1
	# Undo commands of a step that did its work may take back what is neither a package nor a path.
	if [ ! -s "$1/packages" ] && [ ! -s "$1/states" ] && { [ "$2" != 0 ] || [ ! -s "$1/undo" ]; }; then
		rm -rf "$1"
		return 0
	fi
	journal_keep "$1" && chmod 644 "$1/packages" "$1/paths" || return 1
	printf '%s %s\n' "$2" "$(date +%s)" >"$1/ended.new" && chmod 644 "$1/ended.new" && mv "$1/ended.new" "$1/ended" && journal_clear "$1"
}

# journal_keep ENTRY - moves what was changed from the copy to before/
journal_keep() {
	mkdir -p "$1/before"
	awk -F '\t' '$3 != "-" && $3 != "d" { print $2 }' "$1/states" | while IFS= read -r journal_line; do
		journal_path "$journal_line"
		[ -e "$1/copy$journal_plain" ] || [ -L "$1/copy$journal_plain" ] || continue
		mkdir -p "$1/before${journal_plain%/*}" && mv "$1/copy$journal_plain" "$1/before$journal_plain" || return 1
	done
}
