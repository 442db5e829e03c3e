# shellcheck shell=dash
# software.sh - functions about the software that desktops are made of: X proxies, and VirtualGL with its devices.
# Parameters: none. Prints: nothing by itself. Parts: process.sh. Changes: nothing.

turbovnc=/opt/TurboVNC/bin/Xvnc
virtualgl=/opt/VirtualGL/bin

# tigervnc_version PROGRAM - empty when it is another maker's; 1.15 prints nothing for -version, but carries its name and version
tigervnc_version() {
	gv_version=$(bounded 5 "$1" -version 2>&1 | sed -n 's/.*TigerVNC \([0-9][0-9.]*\).*/\1/p')
	[ -n "$gv_version" ] || gv_version=$(grep -a -o 'TigerVNC [0-9][0-9.]*' "$1" 2>/dev/null | head -n 1)
	printf '%s' "${gv_version#TigerVNC }"
}

# x_proxies - `KIND VERSION PATH` a line
x_proxies() {
	if [ -x "$turbovnc" ] && [ -x "${turbovnc%/*}/vncserver" ]; then
		printf 'turbovnc %s %s\n' "$(bounded 5 "$turbovnc" -version 2>&1 | sed -n 's/.*TurboVNC.* v\([0-9][0-9.]*\).*/\1/p')" "$turbovnc"
	fi
	for name in Xtigervnc Xvnc; do
		path=$(command -v "$name") || continue
		version=$(tigervnc_version "$path")
		[ -n "$version" ] || continue
		printf 'tigervnc %s %s\n' "$version" "$path"
		break
	done
}

# What decides which devices EGL finds: the boot, the driver, the device nodes with their modes, the user's groups.
device_stamp() {
	{
		boot_id
		cat /proc/driver/nvidia/version
		ls -lL /dev/nvidia* /dev/dri "$virtualgl/eglinfo" /usr/share/glvnd/egl_vendor.d
		id
	} 2>/dev/null </dev/null | cksum | tr ' ' .
}

# devices - `DEVICE DRINODE|- RENDERER` a line
devices() {
	bounded 10 "$virtualgl/eglinfo" -e 2>/dev/null | sed -n 's/^EGL device ID: \(egl[0-9]*\)[^,]*\(.*\)/\1 \2/p' | head -n 32 |
		while read -r device rest; do
			node=${rest##*: }
			printf '%s %s %s\n' "$device" "${node:--}" "$(bounded 10 "$virtualgl/eglinfo" -B "$device" 2>/dev/null |
				sed -n 's/^OpenGL renderer string: //p' | head -n 1)"
		done
}
