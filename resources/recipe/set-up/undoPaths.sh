# shellcheck shell=dash disable=SC2034,SC2154
# undoPaths.sh - puts paths of /etc, and the files of a step's task, back as they were, unless somebody changed them since.
# Parameters: those of undo.sh. Prints: marks `left PATH WHY` and `note TEXT`. Parts: journal.sh, undo.sh, undoPackages.sh.
# Changes: those paths. Undo: the set-up again.

# undo_look - all paths that the entry may be about, as they are
undo_look() {
	journal_dir=$undo_entry
	journal_list_all
}

# undo_decide - before anything is taken back: which paths are still as the step left them. 1: there is no room to work in
undo_decide() {
	[ ! -d "$undo_entry/taking" ] || return 0
	rm -rf "$undo_entry/taking.new"
	mkdir -m 700 "$undo_entry/taking.new" && undo_look >"$undo_entry/taking.new/now" && journal_copy "$undo_entry/taking.new/copy" &&
		awk -F '\t' -v OFS='\t' '
			FILENAME ~ /now$/ { is[$1] = $2 OFS $3 OFS $4 OFS $5; next }
			{
				here = $2 in is ? is[$2] : "-" OFS "-" OFS "-" OFS "-"
				if (here == $8 OFS $9 OFS $10 OFS $11 || here == $3 OFS $4 OFS $5 OFS $6) print $2
			}' "$undo_entry/taking.new/now" "$undo_entry/states" >"$undo_entry/taking.new/ours" &&
		mv "$undo_entry/taking.new" "$undo_entry/taking"
}

# undo_work_out - what is to be done to each path, a line each: drop, put, back or left, PATH, its type, mode and owner, WHY
undo_work_out() {
	awk -F '\t' -v OFS='\t' -v stays="$undo_stays" '
		FILENAME ~ /files$/ { for (path = $1; path != ""; sub(/\/[^\/]*$/, "", path)) written[path] = 1; next }
		FILENAME ~ /ours$/ { ours[$1] = 1; next }
		FILENAME ~ /now$/ { now[$1] = $2 OFS $3 OFS $4 OFS $5; next }
		FILENAME ~ /done$/ { left[$1] = $2 OFS $3 OFS $4 OFS $5; next }
		FILENAME ~ /here$/ { here[$1] = $2 OFS $3 OFS $4 OFS $5; next }
		{
			known[$2] = 1
			none = "-" OFS "-" OFS "-" OFS "-"
			was = $3 OFS $4 OFS $5 OFS $6
			is = $2 in here ? here[$2] : none
			# One that somebody changed and that went with the packages comes back.
			if (is == was && (is != none || $2 in ours || !($2 in now))) next
			if (!($2 in ours) || is != ($2 in left ? left[$2] : none)) print "left", $2, "-", "-", "-", "It was changed since."
			else if (stays != "" && !($2 in written)) {
				split(stays, each, " ")
				print "left", $2, "-", "-", "-", each[1] " stays, and may need it."
			}
			else if ($1 == "created") { split(is, of, OFS); print "drop", $2, of[1], "-", "-", "-" }
			else print "put", $2, $3, $4, $5, "-"
		}
		END {
			# What taking away the packages took along.
			for (path in now) if (!(path in here) && !(path in ours)) {
				split(now[path], of, OFS)
				print "back", path, of[1], of[2], of[3], "-"
				save = path ".rpmsave"
				if (save in here && !(save in now)) print "drop", save, "f", "-", "-", "-"
			}
			for (path in left) if (!(path in known) && path in now && left[path] != now[path] && shown++ < 10)
				print "said", path, "-", "-", "-", "-"
		}' "$undo_entry/files" "$undo_entry/taking/ours" "$undo_entry/taking/now" "$undo_entry/taking/done" \
		"$undo_entry/taking/here" "$undo_entry/states"
}

# undo_each ACTION FUNCTION [-r] - FUNCTION TYPE MODE OWNER WHY for each path of that action, journal_plain being the path
undo_each() {
	undo_action=$1
	undo_function=$2
	shift 2
	awk -F '\t' -v action="$undo_action" '$1 == action' "$undo_entry/taking/work" | sort "$@" -t "$(printf '\t')" -k 2,2 >"$undo_entry/taking/each"
	while IFS=$(printf '\t') read -r undo_action undo_path undo_type undo_mode undo_owner undo_why; do
		journal_path "$undo_path"
		"$undo_function" "$undo_type" "$undo_mode" "$undo_owner" "$undo_why"
	done <"$undo_entry/taking/each"
}

# undo_leave WHY
undo_leave() { mark left "$journal_plain" "$1"; }

undo_leave_it() { undo_leave "$4"; }

undo_say() { mark note "Removing packages changed $journal_plain, too."; }

undo_drop() {
	if [ "$1" = d ]; then
		rmdir "$journal_plain" 2>/dev/null || undo_leave 'Something else is in it.'
	elif rm -f "$journal_plain"; then
		printf 'Removed %s\n' "$journal_plain"
	else
		undo_leave 'It could not be removed.'
	fi
}

# undo_put TYPE MODE OWNER
undo_put() {
	if [ "$1" = d ]; then
		if [ ! -d "$journal_plain" ] || [ -L "$journal_plain" ]; then
			rm -f "$journal_plain" && mkdir "$journal_plain"
		fi
		chown "$3" "$journal_plain" && chmod "$2" "$journal_plain" && return 0
		undo_leave 'It could not be put back.'
		return 0
	fi
	undo_source=$undo_entry/before$journal_plain
	if [ ! -e "$undo_source" ] && [ ! -L "$undo_source" ]; then
		undo_leave 'No copy of it was kept.'
	elif [ -d "$journal_plain" ] && [ ! -L "$journal_plain" ] && ! rmdir "$journal_plain" 2>/dev/null; then
		undo_leave 'It is a folder now, and something is in it.'
	elif undo_replace || undo_overwrite; then
		printf 'Restored %s\n' "$journal_plain"
	else
		undo_leave 'It could not be written.'
	fi
}

# undo_replace - at once: there is no moment without it
undo_replace() {
	undo_new=$journal_plain.gearview-new
	rm -f "$undo_new"
	# mv would move into the folder that a link leads to.
	[ ! -L "$journal_plain" ] || rm -f "$journal_plain"
	cp -a "$undo_source" "$undo_new" && mv -f "$undo_new" "$journal_plain" && return 0
	rm -f "$undo_new"
	return 1
} 2>/dev/null

# undo_overwrite - a file that is mounted, as in containers, cannot be replaced
undo_overwrite() {
	[ -f "$undo_source" ] && [ ! -L "$undo_source" ] && cat "$undo_source" >"$journal_plain" &&
		chown --reference="$undo_source" "$journal_plain" && chmod --reference="$undo_source" "$journal_plain" &&
		touch -r "$undo_source" "$journal_plain"
} 2>/dev/null

# undo_bring_back TYPE MODE OWNER - from the copy of before the undo
undo_bring_back() {
	if [ "$1" = d ]; then
		[ -d "$journal_plain" ] || { mkdir -p "$journal_plain" && chown "$3" "$journal_plain" && chmod "$2" "$journal_plain"; }
		return 0
	fi
	(cd "$undo_entry/taking/copy" && cp -a --parents "./${journal_plain#/}" /) 2>/dev/null || undo_leave 'It went with the packages, and could not be put back.'
	# What a link led to may have been a package's.
	[ ! -L "$journal_plain" ] || [ -e "$journal_plain" ] || rm -f "$journal_plain"
}

# undo_paths - after the packages, as removing them changes /etc as well
undo_paths() {
	undo_look >"$undo_entry/taking/here" && undo_work_out >"$undo_entry/taking/work" || return 1
	undo_each left undo_leave_it
	undo_each drop undo_drop -r
	undo_each put undo_put
	undo_each back undo_bring_back
	undo_each said undo_say
	return 0
}
