# shellcheck shell=dash disable=SC2154
# undoPackages.sh - takes away exactly the packages that a step installed, but for those that something else needs now.
# Parameters: those of undo.sh. Prints: marks `kept PACKAGE WHY` and `note TEXT`, and those of its commands. Parts: journal.sh, undo.sh.
# Changes: packages. Undo: the set-up again.

# Not empty once a package that the step brought stays: then what packages wrote to /etc may still be needed.
undo_stays=

# undo_words HOW... - the packages that the entry names so and that are there now, each with a blank before and after
undo_words() {
	journal_packages "$undo_entry/taking/there" && awk -v hows=" $* " '
		FILENAME ~ /there$/ { if ($1 == "i") there[$3] = 1; next }
		index(hows, " " $1 " ") && $2 in there { printf " %s ", $2 }' "$undo_entry/taking/there" "$undo_entry/packages"
}

# undo_packages - 1: the tool of packages failed, and the entry stays
undo_packages() {
	while read -r undo_how undo_name undo_old undo_new; do
		case $undo_how in
		upgraded)
			undo_stays="$undo_stays $undo_name"
			mark kept "$undo_name" "It was upgraded from $undo_old to $undo_new, which is not taken back."
			;;
		removed) mark note "This step removed $undo_name $undo_old; install it again if you need it." ;;
		esac
	done <"$undo_entry/packages"
	undo_set=$(undo_words installed reinstalled) || return 1
	[ -n "$undo_set" ] || return 0
	if journal_is_dpkg; then undo_dpkg; else undo_rpm; fi
}

# undo_keep PACKAGE NEEDER
undo_keep() {
	case $undo_set in *" $1 "*) ;; *) return 0 ;; esac
	undo_set="${undo_set%%" $1 "*}${undo_set#*" $1 "}"
	undo_stays="$undo_stays $1"
	if [ -n "$2" ]; then mark kept "$1" "$2 needs it."; else mark kept "$1" 'The tool of packages refuses to remove it.'; fi
}

# undo_settle_set REFUSED COMMAND... - keeps what is needed, until COMMAND, which changes nothing, agrees to all the others.
# REFUSED: prints `PACKAGE NEEDER` of what it says on stdin. 1: it cannot be told what the tool has against it
undo_settle_set() {
	undo_refused=$1
	shift
	while [ -n "$undo_set" ]; do
		# shellcheck disable=SC2086
		undo_text=$(timeout -k 2 300 "$@" $undo_set 2>&1 </dev/null) && return 0
		printf '%s\n' "$undo_text" | "$undo_refused" >"$undo_entry/taking/kept"
		undo_had=$undo_set
		while read -r undo_name undo_needer; do undo_keep "$undo_name" "$undo_needer"; done <"$undo_entry/taking/kept"
		[ "$undo_set" = "$undo_had" ] || continue
		printf '%s\n' "$undo_text"
		return 1
	done
}

undo_dpkg_refused() {
	awk '
		/prevent removal of .*:$/ { name = $0; sub(/.* removal of /, "", name); sub(/:$/, "", name); asked = 1; next }
		asked { asked = 0; needs[name] = $1; next }
		/^Errors were encountered/ { listing = 1; next }
		listing && /^ / { print $1, needs[$1] }'
}

undo_dpkg() {
	undo_force=
	# A package that an interruption left half unpacked has to be named so.
	# shellcheck disable=SC2016,SC2086
	case $(dpkg-query -W -f '${db:Status-Eflag} ' $undo_set 2>/dev/null) in *reinst*) undo_force=--force-remove-reinstreq ;; esac
	# shellcheck disable=SC2086
	undo_settle_set undo_dpkg_refused dpkg --no-act $undo_force --remove || return 1
	# The configuration of these was there before, and stays.
	undo_configured=$(undo_words reinstalled) || return 1
	undo_purge=
	for undo_name in $undo_set; do
		case $undo_configured in *" $undo_name "*) ;; *) undo_purge="$undo_purge $undo_name" ;; esac
	done
	# shellcheck disable=SC2086
	if [ -n "$undo_configured" ]; then undo_command env DEBIAN_FRONTEND=noninteractive dpkg $undo_force --remove $undo_set || return 1; fi
	# shellcheck disable=SC2086
	[ -z "$undo_purge" ] || undo_command env DEBIAN_FRONTEND=noninteractive dpkg $undo_force --purge $undo_purge
}

# undo_rpm_refused - rpm says what is needed, which may be a file or a feature of a package
undo_rpm_refused() {
	sed -n 's/^[[:space:]]*\(.*\) is needed by (installed) \(.*\)$/\1 \2/p' | while read -r undo_feature undo_rest; do
		timeout -k 2 60 rpm -q --whatprovides --qf "%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH} ${undo_rest##* }\n" "$undo_feature" </dev/null 2>/dev/null
	done
}

undo_rpm() {
	undo_settle_set undo_rpm_refused rpm -e --test || return 1
	# shellcheck disable=SC2086
	[ -z "$undo_set" ] || undo_command rpm -e $undo_set
}
