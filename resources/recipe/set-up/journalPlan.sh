# shellcheck shell=dash disable=SC2154
# journalPlan.sh - what can be taken back on this host, as an ordinary user may read it.
# Parameters: none. Prints: self (root|user, sudo|none, dpkg|rpm); entry (ID, its lists as below), newest first; more (how many are older).
# A list is `#NAME`, its first lines, and `#of LINES`. Parts: journal.sh. Changes: nothing.

# Of a plan.
plan_entries=64
# Bytes of all lists.
plan_size=500000

# plan_lists FOLDER BYTES - BYTES of each
plan_lists() {
	plan_folder=$1
	plan_limit=$2
	set --
	for plan_name in about undo packages paths ended; do
		[ ! -s "$plan_folder/$plan_name" ] || [ ! -r "$plan_folder/$plan_name" ] || set -- "$@" "$plan_folder/$plan_name"
	done
	awk -v limit="$plan_limit" '
		FNR == 1 { if (NR > 1) print "#of " lines; name = FILENAME; sub(/.*\//, "", name); print "#" name; size = 0 }
		{ lines = FNR; size += length($0) + 1 }
		size <= limit { print }
		END { print "#of " lines }' "$@"
}

main() {
	plan_who=user
	[ "$(id -u)" != 0 ] || plan_who=root
	plan_sudo=none
	have sudo && plan_sudo=sudo
	plan_tool=rpm
	journal_is_dpkg && plan_tool=dpkg
	emit self "$plan_who" "$plan_sudo" "$plan_tool"
	set --
	for plan_entry in "$journal_root"/[0-9]*; do
		case $plan_entry in *.new) continue ;; esac
		[ ! -r "$plan_entry/about" ] || set -- "$plan_entry" "$@"
	done
	[ $# != 0 ] || return 0
	plan_more=$(($# - plan_entries))
	plan_limit=$((plan_size / 3 / ($# < plan_entries ? $# : plan_entries)))
	for plan_entry in "$@"; do
		[ "$plan_entries" != 0 ] || break
		plan_entries=$((plan_entries - 1))
		printf 'entry\t%s\t%s\n' "$(printf '%s' "${plan_entry##*/}" | base64 | tr -d '\n')" "$(plan_lists "$plan_entry" "$plan_limit" | base64 | tr -d '\n')"
	done
	[ "$plan_more" -le 0 ] || emit more "$plan_more"
}

main
