# shellcheck shell=dash
# survey.sh - what a plan has to know of a host beyond its facts; asks only, as the login.
# Parameters: MANAGER (apt, dnf, yum), PACKAGES, PATHS, GROUP_NAMES, UNITS (one a line).
# Prints: package (name, version), candidate (name, version), lists-age (seconds), file (path, sha256 or empty), group (name, member,
# login), service (name, enabled, active), other (user), free (path, KiB). Changes: nothing.

installed_packages() {
	case $MANAGER in
	apt)
		# shellcheck disable=SC2086,SC2016
		bounded 10 dpkg-query -W -f '${Package} ${Version} ${db:Status-Abbrev}\n' $PACKAGES 2>/dev/null |
			awk '$3 == "ii" { print $1, $2 }'
		;;
	*)
		# shellcheck disable=SC2086
		bounded 20 rpm -q --qf '%{NAME} %{VERSION}-%{RELEASE}\n' $PACKAGES 2>/dev/null | awk 'NF == 2 && $2 ~ /^[0-9]/'
		;;
	esac
}

# candidates - what would be installed; only apt can say that without fetching lists
candidates() {
	[ "$MANAGER" = apt ] && have apt-cache || return 0
	# shellcheck disable=SC2086
	bounded 15 apt-cache policy $PACKAGES 2>/dev/null | awk '
		/^[^ ].*:$/ { name = $0; sub(/:$/, "", name); next }
		$1 == "Candidate:" && $2 != "(none)" { print name, $2 }'
}

# lists_age - since package lists were fetched; the lists themselves carry the mirror's time
lists_age() {
	case $MANAGER in
	apt)
		set -- /var/lib/apt/lists/*_Packages* /var/lib/apt/lists/*_InRelease
		there "$@" || return 0
		set -- /var/lib/apt/lists/partial
		# Sources that were changed since have no lists yet.
		[ -z "$(find /etc/apt/sources.list /etc/apt/sources.list.d -newer "$1" 2>/dev/null)" ] || return 0
		;;
	*) set -- /var/cache/dnf/*/repodata /var/cache/libdnf5/*/repodata /var/cache/yum/*/*/* ;;
	esac
	newest=
	for each in "$@"; do
		[ -e "$each" ] || continue
		when=$(stat -c %Y "$each" 2>/dev/null) || continue
		[ -n "$newest" ] && [ "$newest" -ge "$when" ] || newest=$when
	done
	[ -n "$newest" ] && emit lists-age $(($(date +%s) - newest))
}

# there PATH... - one of them is there
there() {
	for each in "$@"; do
		[ -e "$each" ] && return 0
	done
	return 1
}

ask_packages() {
	[ -n "$PACKAGES" ] || return 0
	installed_packages | while read -r name version; do emit package "$name" "$version"; done
	candidates | while read -r name version; do emit candidate "$name" "$version"; done
}

ask_files() {
	printf '%s\n' "$PATHS" | while IFS= read -r path; do
		[ -f "$path" ] || continue
		sum=$(bounded 10 sha256sum -- "$path" 2>/dev/null)
		emit file "$path" "${sum%% *}"
	done
}

# in_words WORD TEXT
in_words() {
	case " $2 " in *" $1 "*) printf yes ;; *) printf no ;; esac
}

ask_groups() {
	[ -n "$GROUP_NAMES" ] || return 0
	user=$(id -un)
	account=$(id -Gn "$user" 2>/dev/null)
	login=$(id -Gn)
	printf '%s\n' "$GROUP_NAMES" | while IFS= read -r name; do
		[ -n "$name" ] || continue
		bounded 5 getent group "$name" >/dev/null 2>&1 || continue
		emit group "$name" "$(in_words "$name" "$account")" "$(in_words "$name" "$login")"
	done
}

ask_services() {
	have systemctl || return 0
	printf '%s\n' "$UNITS" | while IFS= read -r name; do
		[ -n "$name" ] || continue
		emit service "$name" "$(bounded 5 systemctl is-enabled "$name" 2>/dev/null)" "$(bounded 5 systemctl is-active "$name" 2>/dev/null)"
	done
}

ask_others() {
	me=$(id -un)
	bounded 5 who 2>/dev/null | awk '{ print $1 }' | sort -u | while read -r name; do
		[ "$name" = "$me" ] || emit other "$name"
	done
}

ask_room() {
	bounded 5 df -Pk / /usr /var /tmp 2>/dev/null | awk 'NR > 1 { print $(NF - 2), $NF }' | sort -u |
		while read -r free path; do emit free "$path" "$free"; done
}

main() {
	ask_packages
	lists_age
	ask_files
	ask_groups
	ask_services
	ask_others
	ask_room
	return 0
}

main
