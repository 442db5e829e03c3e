# shellcheck shell=dash disable=SC2154
# comment-start-up-line.sh - comments out a line that sets TVNC_VGLRUN in a start-up file, and keeps a copy of the file.
# Parameters: SUBJECT (`~/.bashrc:12`, `/etc/profile.d/x.sh:3`). Prints: steps. Parts: steps.sh, subject.sh.
# Changes: that line, by a new file in place of the old one (sed -i); FILE.gearview-backup. Needs root below /etc.
# Undo: take the mark out again.

# What stands before the line then: `:` keeps a shell content where the line was all that an `if` had.
mark_of() {
	case $1 in
	*/environment | *.conf) printf '# gearview: ' ;;
	*) printf ': # gearview: ' ;;
	esac
}

line_text() { sed -n "${number}p" "$path" 2>/dev/null; }

is_comment() { line_text | grep -q '^[[:space:]]*\(: \)\{0,1\}#.*TVNC_VGLRUN'; }

is_copied() { [ -f "$copy" ] && [ ! -L "$copy" ] && cmp -s "$path" "$copy"; }

# choose_copy - sets copy: one that is the same as the file, else a name that nothing has
choose_copy() {
	copy=$path.gearview-backup
	count=1
	while there "$copy" && ! is_copied; do
		count=$((count + 1))
		copy=$path.gearview-backup-$count
	done
}

# checker - sets shell: what can tell whether the file is still understood; none for the files of others
checker() {
	shell=
	case ${path##*/} in
	environment | *.conf | *csh* | .login | .logout | *fish*) return 1 ;;
	*zsh* | .zlogin | zlogin | .zprofile | zprofile) shell='zsh' ;;
	*) shell=bash ;;
	esac
	have "$shell"
}

understood() { BASH_ENV='' timeout -k 1 5 "$shell" -n >/dev/null 2>&1; }

would_break() { checker && understood <"$path" && ! sed "$edit" "$path" | understood; }

goes_on() { [ "$1" -ge 1 ] && sed -n "${1}p" "$path" | grep -q '\\$'; }

why_not_edit() {
	if [ -L "$path" ] || [ "$(readlink -f "$path")" != "$(readlink -f "${path%/*}")/${path##*/}" ]; then
		printf '%s' "$path is a symbolic link; edit its target yourself."
	elif [ ! -f "$path" ] || [ ! -r "$path" ]; then
		printf '%s' "$path cannot be read."
	elif [ "$(stat -c %u "$path")" != "$wanted_owner" ]; then
		printf '%s' "$path belongs to $(owner "$path")."
	elif ! line_text | grep -q '^[^#]*TVNC_VGLRUN'; then
		printf '%s' "Line $number of $path does not set TVNC_VGLRUN any more; look at the host again."
	elif goes_on "$number" || goes_on $((number - 1)); then
		printf '%s' "Line $number of $path is part of a longer command; edit it yourself."
	elif would_break; then
		printf '%s' "Without line $number, $path would not be understood any more; edit it yourself."
	fi
}

# start_up_subject - sets path, number, wanted_owner and as (root, or nothing)
start_up_subject() {
	number=${SUBJECT##*:}
	case $number in '' | 0* | *[!0-9]* | ???????*) bad_subject 'a line of a start-up file' ;; esac
	path_subject "${SUBJECT%:*}"
	as=
	wanted_owner=$(id -u)
	name=${path#"$home"/}
	if [ "$name" != "$path" ]; then
		case $name in .?*) ;; *) bad_subject 'a line of a start-up file' ;; esac
		case $name in */* | *[!A-Za-z0-9._-]*) bad_subject 'a line of a start-up file' ;; esac
		return
	fi
	case $path in /etc/?*) ;; *) bad_subject 'a line of a start-up file' ;; esac
	case $path in *[!A-Za-z0-9._/-]*) bad_subject 'a line of a start-up file' ;; esac
	as=root
	wanted_owner=0
	# Links there are an administrator's matter.
	[ "$(readlink -f "${path%/*}")" = "${path%/*}" ] || bad_subject 'a line of a start-up file without links'
}

cure() {
	start_up_subject
	title="Comment out line $number of $path: $(line_text | sed 's/^[[:space:]]*//' | head -c 300)"
	mark=$(mark_of "$path")
	edit="$number{/^[^#]*TVNC_VGLRUN/s/^/$mark/;}"
	if is_comment; then
		# shellcheck disable=SC2086
		do_step "$title" $as until is_comment -- sed -i "$edit" "$path"
		return
	fi
	choose_copy
	# shellcheck disable=SC2086
	do_step 'Keep a copy of the file' $as because "$(why_not_edit)" until is_copied -- cp -p "$path" "$copy"
	# shellcheck disable=SC2086
	do_step "$title" $as because "$(why_not_edit)" until is_comment -- sed -i "$edit" "$path"
}
