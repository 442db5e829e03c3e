# shellcheck shell=dash disable=SC2034
# configure-packages.sh - finishes packages that are half installed, as after a power cut: until then apt installs nothing.
# Parameters: SUBJECT (empty). Prints: steps. Parts: steps.sh, subject.sh. Changes: packages; needs root.
# Undo: none.

# packages_in STATES - the packages in these states (the second letter in dpkg-query(1)): dpkg --audit complains of sound ones too
# shellcheck disable=SC2016
packages_in() { bounded 10 dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n "s/^.[$1][^ ]* *//p" | head -n 10 | tr '\n' ' '; }

is_configured() { have dpkg && [ -z "$(packages_in HUFWt)" ]; }

why_not_configure() {
	if ! have dpkg; then
		printf 'This host has no dpkg.'
	elif [ -z "$(packages_in UFWt)" ]; then
		printf '%s' "These packages have to be installed again: $(packages_in H)"
	fi
}

cure() {
	no_subject
	# A kernel module may have to be built.
	step_seconds=840
	do_step 'Configure the packages that are half installed' root because "$(why_not_configure)" until is_configured -- \
		env DEBIAN_FRONTEND=noninteractive dpkg --force-confold --configure -a
}
