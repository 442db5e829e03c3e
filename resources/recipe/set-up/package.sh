# shellcheck shell=dash
# package.sh - a package file of the app on this host: its folders, and whether it is there as it should be.
# Parameters: FILE (~/.gearview/packages/SHA256/NAME), SHA256. Prints: package have|absent|wrong [SHA256 of what was there].
# Changes: makes the folders, 0700; removes the file when its checksum is another, and parts that nobody writes any more.

# package_folder DIR - makes it, for this user alone
package_folder() {
	[ -d "$1" ] || mkdir -m 700 -- "$1" 2>/dev/null || [ -d "$1" ] || fail storage "$1 could not be made: the disk may be full, or permission is denied."
	if [ -L "$1" ] || [ ! -O "$1" ]; then fail storage "$1 belongs to somebody else, or leads elsewhere; move it away."; fi
	chmod 700 -- "$1" 2>/dev/null || fail storage "$1 could not be kept for this user alone."
}

package_sum() {
	if have sha256sum; then package_line=$(bounded 600 sha256sum -- "$1" 2>/dev/null); else package_line=$(bounded 600 openssl dgst -sha256 -r "$1" 2>/dev/null); fi
	# A name with odd characters makes it begin with a backslash.
	package_line=${package_line#\\}
	printf '%s' "${package_line%% *}"
}

main() {
	package_top=${HOME%/}/.gearview
	package_name=${FILE##*/}
	case $SHA256 in *[!0-9a-f]* | '') fail bad-input 'That is no checksum.' ;; esac
	case $package_name in *[!A-Za-z0-9._+~:-]* | .* | -* | '') fail bad-input 'That is no name of a package file.' ;; esac
	[ "$FILE" = "$package_top/packages/$SHA256/$package_name" ] || fail bad-input 'Package files have their own folder in the home directory.'
	have sha256sum || have openssl || fail script-failed 'There is neither sha256sum nor openssl, so a package cannot be verified; install coreutils.'
	package_folder "$package_top"
	package_folder "$package_top/packages"
	package_folder "$package_top/packages/$SHA256"
	find "$package_top/packages/$SHA256" -name '*.part' -mmin +2 -exec rm -f -- {} + 2>/dev/null
	if [ ! -e "$FILE" ] && [ ! -L "$FILE" ]; then
		emit package absent
		return
	fi
	if [ -f "$FILE" ] && [ ! -L "$FILE" ]; then package_got=$(package_sum "$FILE"); else package_got=; fi
	if [ "$package_got" = "$SHA256" ]; then
		emit package have
		return
	fi
	rm -rf -- "$FILE" || fail storage "$FILE is not what it should be, and cannot be removed."
	emit package wrong "$package_got"
}
main
