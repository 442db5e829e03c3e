# shellcheck shell=dash
# estimate.sh - what apt would do for the packages of each step: sizes, and whether it can; asks only, as the login.
# Parameters: STEPS (a line each: id, package names). Prints: estimate (id, what apt-get says). Changes: nothing.

# Its dry run needs no root when it takes no lock; the answer to its question is no.
dry_install() {
	bounded 20 apt-get -o Debug::NoLocking=1 -o APT::Color=0 --assume-no --no-install-recommends --no-remove install "$@" 2>&1 | tail -c 6000
}

main() {
	have apt-get || return 0
	printf '%s\n' "$STEPS" | while read -r id names; do
		[ -n "$names" ] || continue
		# shellcheck disable=SC2086
		emit estimate "$id" "$(dry_install $names)"
	done
	return 0
}

main
