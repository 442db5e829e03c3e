# shellcheck shell=dash
# glxgears.sh - runs glxgears in a desktop for a while, vsync off, and tells what it draws with. The end of stdin ends it.
# Parameters: BOOT, DISPLAY_NUMBER, PID, START (of the X proxy), DEVICE (for vglrun -d; none; auto: the best there is), DURATION in s.
# Prints: command, expected, gl, libraries, region, fps, vsync, gpu, ended. Parts: lib/process.sh.
# Changes: nothing that outlives it; a folder in ~/.gearview while it runs.

virtualgl=/opt/VirtualGL/bin
library_pattern='lib(EGL|GLX|GLESv2)_[a-z]+\.|libnvidia-[a-z]|_dri\.so|libgallium|libLLVM|libvglfaker|libdlfaker|libvulkan_[a-z]+|swrast'

# centiseconds - since the boot of the host, by no process of its own
centiseconds() {
	read -r uptime _ </proc/uptime
	now=${uptime%.*}${uptime#*.}
}

in_desktop() { bounded 5 env DISPLAY=":$DISPLAY_NUMBER" XAUTHORITY="$authority" "$@" 2>/dev/null; }

renderer_of() { bounded 10 "$virtualgl/eglinfo" -B "$1" 2>/dev/null | sed -n 's/^OpenGL renderer string: //p' | head -n 1; }

egl_devices() { bounded 10 "$virtualgl/eglinfo" -e 2>/dev/null | sed -n 's/^EGL device ID: \(egl[0-9]*\).*/\1/p'; }

# choose_device - sets chosen where it is to be found out: the first that is no CPU
choose_device() {
	chosen=$DEVICE
	[ "$DEVICE" = auto ] || return 0
	chosen=none
	[ -x "$virtualgl/vglrun" ] || return 0
	for each in $(egl_devices); do
		case $(renderer_of "$each") in '' | *llvmpipe* | *softpipe* | *SWR* | *swrast*) continue ;; esac
		chosen=$each
		return 0
	done
}

# emit_expected - what the device is when it is asked by itself: renderer string, DRI node, PCI address
emit_expected() {
	case $chosen in egl* | /dev/dri/*) ;; *) return 0 ;; esac
	id=$chosen
	[ "$id" = egl ] && id=egl0
	node=$(bounded 10 "$virtualgl/eglinfo" -e 2>/dev/null | sed -n "s/^EGL device ID: $id\\([, ].*\\)\\{0,1\\}DRI device path: //p" | head -n 1)
	case $chosen in /dev/dri/*) node=$chosen ;; esac
	pci=
	[ -n "$node" ] && pci=$(basename "$(readlink -f "/sys/class/drm/${node##*/}/device" 2>/dev/null)")
	emit expected "$(renderer_of "$chosen")" "$node" "$pci"
}

# place_window - sets place: a window that lies whole on the X screen, out of the corner where panels and decorations are
place_window() {
	set -- "$(in_desktop xwininfo -root | sed -n 's/^ *-geometry \([0-9]*\)x\([0-9]*\).*/\1 \2/p' | head -n 1)"
	width=${1%% *}
	height=${1##* }
	size=300
	for edge in "${width:-1024}" "${height:-768}"; do
		[ $((edge * 3 / 4)) -ge "$size" ] || size=$((edge * 3 / 4))
	done
	x=$((${width:-1024} - size))
	y=$((${height:-768} - size))
	[ "$x" -gt 80 ] && x=80
	[ "$y" -gt 80 ] && y=80
	place=${size}x$size+$((x / 2))+$((y / 2))
}

gear_windows() { in_desktop xwininfo -root -tree | sed -n 's/^ *\(0x[0-9a-f]*\) "glxgears":.*/\1/p'; }

start_gears() {
	place_window
	before=" $(gear_windows | tr '\n' ' ')"
	set -- glxgears -info -geometry "$place"
	have stdbuf && set -- stdbuf -oL "$@"
	[ "$chosen" = none ] || set -- "$virtualgl/vglrun" -d "$chosen" "$@"
	set -- "DISPLAY=:$DISPLAY_NUMBER" "XAUTHORITY=$authority" vblank_mode=0 __GL_SYNC_TO_VBLANK=0 "$@"
	emit command "$*"
	: >"$folder/out"
	exec 4<"$folder/out"
	env "$@" >>"$folder/out" 2>"$folder/err" </dev/null 3<&- 4<&- &
	gears=$!
	# The link may die in any second of this: then stdin ends, and glxgears must not outlive it.
	{
		while read -r _; do :; done
		kill "$gears" $$
	} <&3 >/dev/null 2>&1 4<&- &
	watcher=$!
	exec 3<&-
}

running() { is_process "$gears" "$(start_of "$gears")"; }

end_gears() {
	[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
	if [ -n "$gears" ]; then
		kill "$gears" 2>/dev/null
		left=20
		while running && [ "$left" -gt 0 ]; do
			left=$((left - 1))
			sleep 0.05
		done
		kill -KILL "$gears" 2>/dev/null
		wait "$gears" 2>/dev/null
		gears=
	fi
	[ -z "$folder" ] || rm -rf "$folder"
}

# finish STATUS - however the script ends
finish() {
	end_gears
	gv_end "$1"
}

# read_output - one record for each line that says something; the list of extensions is long and says nothing
read_output() {
	while IFS= read -r line <&4; do
		line=$part$line
		part=
		case $line in
		GL_RENDERER*) emit gl renderer "${line#*= }" ;;
		GL_VENDOR*) emit gl vendor "${line#*= }" && drawing=yes ;;
		GL_VERSION*) emit gl version "${line#*= }" ;;
		*'frames in'*) emit fps $((now - begun)) "$line" ;;
		*'vertical refresh'*) emit vsync "$line" ;;
		esac
	done
	# What came without its end; the rest follows.
	part=$part$line
}

# emit_libraries - what the process has mapped and opened that tells a GPU from a CPU
emit_libraries() {
	emit libraries \
		"$(sed -n 's/^[^/]*\(\/.*\)$/\1/p' "/proc/$gears/maps" 2>/dev/null | grep -E "$library_pattern" | sort -u | head -n 64)" \
		"$({
			find "/proc/$gears/fd" -type l -exec readlink {} + 2>/dev/null
			sed -n 's/^[^/]*\(\/dev\/.*\)$/\1/p' "/proc/$gears/maps" 2>/dev/null
		} | grep -E '^/dev/(nvidia|dri/|kfd)' | sort -u | head -n 64)" \
		"$(cat "/proc/$gears/comm" 2>/dev/null)" "$gears"
}

# emit_region - where the window lies now, said again when it moved
emit_region() {
	[ -n "$window" ] || for each in $(gear_windows); do
		case $before in *" $each "*) ;; *) window=$each ;; esac
	done
	[ -n "$window" ] || return 0
	seen=$(in_desktop xwininfo -id "$window" | sed -n \
		-e 's/^ *Absolute upper-left X: *//p' -e 's/^ *Absolute upper-left Y: *//p' -e 's/^ *Width: *//p' -e 's/^ *Height: *//p' \
		-e 's/^ *Map State: *//p' | tr '\n' ' ')
	case $seen in *IsViewable*) ;; *) return 0 ;; esac
	[ "$seen" = "$region" ] && return 0
	region=$seen
	# shellcheck disable=SC2086
	set -- $seen
	emit region "$1" "$2" "$3" "$4"
}

# emit_gpus WHEN - the GPUs' own account; with `during`, the processes that each names
emit_gpus() {
	have nvidia-smi || return 0
	answer=$(bounded 5 nvidia-smi --query-gpu=index,uuid,name,pci.bus_id,memory.used,utilization.gpu --format=csv,noheader,nounits 2>&1)
	status=$?
	processes=
	[ "$1" = during ] && processes=$(bounded 5 nvidia-smi -q -d PIDS 2>/dev/null | grep -E '^GPU |Process ID|Type|Name|Used GPU' | head -c 8000)
	emit gpu "$1" "$status" "$(printf '%s' "$answer" | head -c 4000)" "$processes"
}

watch_gears() {
	drawing=
	told=
	part=
	line=
	window=
	region=
	asked=150
	end=$((begun + DURATION * 100))
	while centiseconds && [ "$now" -lt "$end" ]; do
		read_output
		running || break
		if [ -n "$drawing" ]; then
			emit_region
			if [ -z "$told" ] || { [ "$told" = once ] && [ "$now" -gt $((begun + 200)) ]; }; then
				emit_libraries
				[ -z "$told" ] && told=once || told=twice
			fi
		fi
		if [ "$now" -gt $((begun + asked)) ]; then
			emit_gpus during
			asked=$((asked + 300))
		fi
		sleep 0.1
	done
}

main() {
	folder=
	gears=
	watcher=
	# From here on stdin is the lifeline, and no longer the script.
	exec 3<&0 </dev/null
	trap 'finish $?' EXIT
	if [ "$BOOT" != "$(boot_id)" ] || ! is_session "$PID" "$START"; then
		fail session-gone 'The desktop has ended; list the desktops again.'
	fi
	have glxgears || fail check-failed 'glxgears is not installed; install mesa-utils (Debian, Ubuntu) or glx-utils (RHEL).'
	have xwininfo || fail check-failed 'xwininfo is not installed; install x11-utils (Debian, Ubuntu) or xorg-x11-utils (RHEL).'
	choose_device
	if [ "$chosen" != none ] && [ ! -x "$virtualgl/vglrun" ]; then
		fail check-failed 'The desktop is to draw through VirtualGL, which is not installed at /opt/VirtualGL any more.'
	fi
	authority=$(option "$PID" auth)
	authority=${authority:-$HOME/.Xauthority}
	mkdir -p "$HOME/.gearview" 2>/dev/null
	folder=$(mktemp -d "$HOME/.gearview/check.XXXXXXXXXX" 2>/dev/null) || fail check-failed "$HOME/.gearview is not writable."
	if have nvidia-smi; then
		step 'Asking the GPU how busy it is'
		emit_gpus before
	fi
	step 'Starting glxgears'
	centiseconds
	begun=$now
	start_gears
	emit_expected
	step 'glxgears runs'
	watch_gears
	why='time'
	running || why='itself'
	status=0
	if [ "$why" = itself ]; then
		wait "$gears"
		status=$?
	fi
	errors=$(tail -c 3000 "$folder/err")
	words=$(grep -v GL_EXTENSIONS "$folder/out" | tail -c 1000)
	end_gears
	emit_gpus after
	emit ended "$why" "$status" "$errors" "$words"
}

main
