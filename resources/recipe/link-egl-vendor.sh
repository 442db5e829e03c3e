# shellcheck shell=dash
# link-egl-vendor.sh - writes the file by which glvnd finds the EGL of NVIDIA, when the library is there and no file names it.
# Parameters: SUBJECT (empty). Prints: steps. Parts: steps.sh, subject.sh.
# Changes: /usr/share/glvnd/egl_vendor.d/10_nvidia.json; needs root. Undo: remove it.

egl_library=libEGL_nvidia.so.0
vendor_folder=/usr/share/glvnd/egl_vendor.d
vendor_file=$vendor_folder/10_nvidia.json

is_named() { grep -qF "$egl_library" "$vendor_folder"/*.json /etc/glvnd/egl_vendor.d/*.json 2>/dev/null; }
is_vendor_folder() { is_named || [ -d "$vendor_folder" ]; }

why_not_link() {
	if ! bounded 5 ldconfig -p 2>/dev/null | grep -qF "$egl_library"; then
		printf '%s' "The loader does not find $egl_library; install the GL libraries of the NVIDIA driver first."
	elif there "$vendor_file"; then
		printf '%s' "$vendor_file exists, and names another library."
	fi
}

cure() {
	no_subject
	do_step 'Make the folder of EGL vendors' root because "$(why_not_link)" until is_vendor_folder -- mkdir -p -m 755 "$vendor_folder"
	# shellcheck disable=SC2016
	do_step 'Name the EGL of NVIDIA to glvnd' root because "$(why_not_link)" until is_named -- \
		sh -c 'set -C; umask 022; printf "%s\n" "$1" >"$2"' sh "{\"file_format_version\": \"1.0.0\", \"ICD\": {\"library_path\": \"$egl_library\"}}" "$vendor_file"
}
