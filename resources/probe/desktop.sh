# shellcheck shell=dash
# desktop.sh - questions about the desktops of this user that run, and the software that desktops are made of.
# Parameters: X11_PERL, X11_PYTHON. Prints: answers. Parts: ask.sh, vncFiles.sh, lib/process.sh, lib/software.sh, session/desktops.sh.
# Changes: nothing.

desk_tools='glxgears glxinfo xprop xwininfo xdpyinfo xauth perl python3 setsid flock timeout base64 od xwd vulkaninfo eglinfo glmark2 xrandr'

# desk_proxies - sets desk_found: `PID STATE DISPLAY` a line, of this user's X proxies whose sockets can be reached from here
desk_proxies() {
	desk_found=
	gv_state=
	# shellcheck disable=SC2013
	for desk_path in $(grep -lxE 'Xvnc|Xtigervnc' /proc/[0-9]*/comm 2>/dev/null); do
		desk_pid=${desk_path#/proc/}
		desk_pid=${desk_pid%/comm}
		is_live_proxy "$desk_pid" || continue
		desk_state=$gv_state
		[ "/proc/$desk_pid/ns/mnt" -ef /proc/self/ns/mnt ] || continue
		[ "/proc/$desk_pid/ns/net" -ef /proc/self/ns/net ] || continue
		desk_number=$(display_of "$desk_pid")
		[ -z "$desk_number" ] || desk_found="$desk_found$desk_pid $desk_state $desk_number
"
	done
}

# desk_noted N PID - notes of ours name that very process, or the service vncserver@:N of TigerVNC keeps it
desk_noted() {
	[ -e "/run/vncsession-:$1.pid" ] && return 0
	{
		while read -r desk_key desk_value; do
			[ "$desk_key $desk_value" = "pid $2" ] && return 0
		done <"$(directory_of "$1")/notes"
	} 2>/dev/null
	return 1
}

# desk_managed N - 0: a window manager owns the root window; 1: none does; 2: the X server does not answer, or it cannot be asked
desk_managed() {
	have xprop || return 2
	desk_text=$(timeout -k 1 1 xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null </dev/null) || return 2
	case $desk_text in *'window id'*) return 0 ;; esac
	# Older window managers, and the lone terminal of a desktop of ours, as in session/start.sh.
	have xwininfo || return 2
	desk_text=$(timeout -k 1 1 xwininfo -root -events -children 2>/dev/null </dev/null) || return 2
	case $desk_text in *SubstructureRedirect*) return 0 ;; *'"xterm"'*) [ "$(note "$1" wm)" = xterm ] && return 0 ;; esac
	return 1
}

# desk_look N PID STATE - what one desktop shows: `manager N yes|no`, `access N ANSWER`
desk_look() {
	# A stopped process would let each of them wait in vain.
	case $3 in T | t) return 0 ;; esac
	DISPLAY=:$1
	XAUTHORITY=$(option "$2" auth)
	export DISPLAY XAUTHORITY
	[ -n "$XAUTHORITY" ] || unset XAUTHORITY
	desk_managed "$1"
	case $? in
	0) printf 'manager %s yes\n' "$1" ;;
	1) printf 'manager %s no\n' "$1" ;;
	*) return 0 ;;
	esac
	can_speak && printf 'access %s %s\n' "$1" "$(speak access "$1" "$desk_user")"
}

# desk_environments - `in DISPLAY programs|dbus|vgl` and `in DISPLAY usable|unusable RUNTIMEDIR`, each once, of this user's processes
desk_environments() {
	set --
	for desk_path in /proc/[0-9]*; do
		[ -O "$desk_path" ] && set -- "$@" "$desk_path/environ"
	done
	head -v -c 32768 "$@" 2>/dev/null | tr '\000' '\n' | awk '
		function say(row) { if (!(row in told)) print row; told[row] = 1 }
		function tell() {
			if (display != "") {
				say("in " display " programs")
				if (bus) say("in " display " dbus")
				if (vgl) say("in " display " vgl")
				if (runtime != "") say("in " display " runtime " runtime)
			}
			display = runtime = ""
			bus = vgl = 0
		}
		/^==> \/proc\/[0-9]+\/environ <==$/ { tell(); next }
		/^DISPLAY=:[0-9]+(\.[0-9]+)?$/ { display = substr($0, 10); sub(/\..*/, "", display) }
		/^DBUS_SESSION_BUS_ADDRESS=./ { bus = 1 }
		/^LD_PRELOAD=.*vglfaker/ { vgl = 1 }
		/^XDG_RUNTIME_DIR=\// { runtime = substr($0, 17, 200) }
		END { tell() }' | while read -r desk_in desk_display desk_what desk_value; do
		if [ "$desk_what" = runtime ]; then
			if [ -d "$desk_value" ] && [ -O "$desk_value" ]; then desk_what=usable; else desk_what=unusable; fi
		fi
		printf '%s %s %s %s\n' "$desk_in" "$desk_display" "$desk_what" "$desk_value"
	done
}

# desk_states - `desktop N PID STATE noted|unnoted`, then what each shows and what its processes have in their environment
desk_states() {
	desk_proxies
	[ -n "$desk_found" ] || return 0
	desk_user=$(id -un)
	printf '%s' "$desk_found" | {
		while read -r desk_pid desk_state desk_number; do
			desk_known=unnoted
			desk_noted "$desk_number" "$desk_pid" && desk_known=noted
			printf 'desktop %s %s %s %s\n' "$desk_number" "$desk_pid" "$desk_state" "$desk_known"
			(desk_look "$desk_number" "$desk_pid" "$desk_state") </dev/null &
		done
		desk_environments
		wait
	}
}

desk_vncserver() {
	desk_path=$(command -v vncserver) || {
		printf 'There is no vncserver in the PATH of this login.\n'
		return 3
	}
	desk_real=$(readlink -f "$desk_path")
	desk_maker=other
	case $desk_real in
	*[Tt]urbo[Vv][Nn][Cc]*) desk_maker=turbovnc ;;
	*[Tt]iger[Vv][Nn][Cc]*) desk_maker=tigervnc ;;
	*) head -c 65536 "$desk_real" 2>/dev/null | grep -aqi tigervnc && desk_maker=tigervnc ;;
	esac
	printf '%s\n%s\n%s\n' "$desk_maker" "$desk_path" "$desk_real"
}

desk_dbus() {
	for desk_name in dbus-launch dbus-daemon dbus-run-session dbus-broker; do
		desk_path=$(command -v "$desk_name") && printf '%s %s\n' "$desk_name" "$desk_path"
	done
	return 0
}

desk_tools_there() {
	for desk_name in $desk_tools; do
		if have "$desk_name"; then printf 'present %s\n' "$desk_name"; else printf 'missing %s\n' "$desk_name"; fi
	done
}

# Commands for sh -c, whose own shell fills in what is in them.
# shellcheck disable=SC2016
ask_desktop() {
	ask_vnc_files
	tell vncserver-command 'type -a vncserver; readlink -f "$(command -v vncserver)"' desk_vncserver
	tell window-managers 'ls /usr/share/xsessions /usr/local/share/xsessions /usr/share/wayland-sessions; type startxfce4 openbox mate-session icewm-session i3 twm xterm' desktops
	tell dbus 'type dbus-launch dbus-daemon dbus-run-session dbus-broker' desk_dbus
	tell tools "type $desk_tools" desk_tools_there
	ask virtualgl-setup '[ -x /opt/VirtualGL/bin/vglrun ] || { echo "VirtualGL is not installed at /opt/VirtualGL."; exit 3; }
getent group vglusers | cut -d : -f 1-3 | sed "s/^/group /"
echo "login $(id -Gn)"
echo "account $(id -Gn "$(id -un)")"
k=/etc/opt/VirtualGL/vgl_xauth_key
if [ -r "$k" ]; then echo "key readable"; elif [ -e "$k" ] || { [ -d "${k%/*}" ] && [ ! -x "${k%/*}" ]; }; then echo "key unreadable"; else echo "key absent"; fi
grep -sh NVreg_DeviceFile /etc/modprobe.d/virtualgl.conf'
	ask turbovnc-settings '[ -x /opt/TurboVNC/bin/vncserver ] || { echo "TurboVNC is not installed at /opt/TurboVNC."; exit 3; }
s=/etc/turbovncserver-security.conf
[ -r "$s" ] || s=/opt/TurboVNC/etc/turbovncserver-security.conf
grep -HsE "^[[:space:]]*[^#[:space:]]" "$s" /etc/turbovncserver.conf "$HOME/.vnc/turbovncserver.conf" || true'
}

# shellcheck disable=SC2016
slow_desktop() {
	tell desktop-state 'DISPLAY=:N xprop -root _NET_SUPPORTING_WM_CHECK; DISPLAY=:N xhost; tr "\0" "\n" </proc/PID/environ | grep -E "^(DISPLAY|DBUS_SESSION_BUS_ADDRESS|XDG_RUNTIME_DIR|LD_PRELOAD)="' desk_states
	tell x-proxies '/opt/TurboVNC/bin/Xvnc -version; Xtigervnc -version; Xvnc -version' x_proxies
	# Without that folder there can be no session, and the program would make it.
	ask turbovnc-sessions '[ -x /opt/TurboVNC/bin/vncserver ] || { echo "TurboVNC is not installed at /opt/TurboVNC."; exit 3; }
[ -d "$HOME/.vnc" ] || { printf "0\t0\n"; exit; }
/opt/TurboVNC/bin/vncserver -sessionlist'
	ask virtualgl '[ -x /opt/VirtualGL/bin/vglrun ] || { echo "VirtualGL is not installed at /opt/VirtualGL."; exit 3; }
/opt/VirtualGL/bin/vglrun --version
for d in $(echo "${LD_LIBRARY_PATH-}" | tr : " "); do ls "$d/libvglfaker.so" 2>/dev/null; done
ldconfig -p | grep libvglfaker.so'
	ask seats '[ -d /run/systemd/system ] || { echo "This host does not run systemd."; exit 3; }
s=$(loginctl list-sessions --no-legend | awk "{ print \$1 }" | head -n 32)
[ -z "$s" ] || loginctl show-session $s -p Id -p Name -p Type -p Display -p Class -p Seat -p State' 2
	# The X server itself asks for no console, unlike the wrapper of that name in /usr/bin.
	ask xorg 'for x in /usr/lib/xorg/Xorg /usr/libexec/Xorg "$(command -v Xorg)"; do [ -x "$x" ] && break; done
[ -x "$x" ] || { echo "Xorg is not installed."; exit 3; }
"$x" -version
ls -d /usr/lib*/xorg/modules/drivers/nvidia_drv.so /usr/lib/*/nvidia/xorg/nvidia_drv.so /usr/lib*/nvidia/xorg/nvidia_drv.so 2>/dev/null'
	ask x11vnc 'command -v x11vnc >/dev/null || { echo "x11vnc is not installed."; exit 3; }; x11vnc -version'
}
