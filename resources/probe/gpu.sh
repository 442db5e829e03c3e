# shellcheck shell=dash
# gpu.sh - questions about GPUs: what is in the machine, the drivers, and what they say.
# Parameters: none. Prints: answers. Parts: ask.sh. Changes: nothing.

# ask_program PROGRAM NAME COMMAND [SECONDS] - asks where PROGRAM is installed
ask_program() {
	if have "$1"; then
		shift
		ask "$@"
	else
		gv_answer "$2" 3 "$3" "$1 is not installed."
	fi
}

# shellcheck disable=SC2016
ask_gpu() {
	ask pci 'for device in /sys/bus/pci/devices/*; do
	read -r class <"$device/class" || continue
	case $class in 0x03*) ;; *) continue ;; esac
	read -r vendor <"$device/vendor"
	read -r id <"$device/device"
	driver=-
	cd -P "$device/driver" && driver=${PWD##*/}
	echo "${device##*/} $class $vendor $id $driver"
done 2>/dev/null
:'
	ask kernel-modules 'for module in nvidia nvidia_drm nvidia_modeset nvidia_uvm nouveau amdgpu radeon i915 xe vfio_pci; do
	if [ -d "/sys/module/$module" ]; then echo "$module"; fi
done'
	ask nvidia-parameters 'params=/proc/driver/nvidia/params
modeset=/sys/module/nvidia_drm/parameters/modeset
[ -r "$params" ] || { echo "The NVIDIA kernel module is not loaded."; exit 3; }
while read -r name value; do
	case $name in ModifyDeviceFiles: | DeviceFile*) echo "$name $value" ;; esac
	if [ "$name" = DeviceFileGID: ]; then getent group "$value"; fi
done <"$params"
if [ -r "$modeset" ] && read -r value <"$modeset"; then echo "modeset: $value"; fi'
	ask nvidia-packages-log 'set --
for log in /var/log/dnf.rpm.log /var/log/apt/history.log; do
	if [ -r "$log" ]; then set -- "$@" "$log"; fi
done
[ $# -gt 0 ] || { echo "No log of apt or dnf can be read here."; exit 3; }
awk "
/^Start-Date:/ { date = \$2 \" \" \$3 }
/^(Install|Upgrade|Downgrade|Remove|Purge|Reinstall): .*nvidia/ {
	verb = \$1
	sub(/^[A-Za-z]*: /, \"\")
	many = split(\$0, packages, /\\), /)
	for (i = 1; i <= many; i++) if (packages[i] ~ /nvidia/) print date, verb, packages[i]
}
/ SUBDEBUG (Installed|Upgraded?|Downgraded?|Erase|Reinstall): [^ ]*nvidia/
" "$@" | tail -n 200'
	ask gpu-nodes 'set --
for node in /dev/nvidia* /dev/dri/* /dev/kfd /dev/nvidia-caps/*; do
	if [ -c "$node" ]; then set -- "$@" "$node"; fi
done
[ $# -gt 0 ] || exit 0
stat -c "%a %U %G %n" "$@"
for node in "$@"; do
	access=
	if [ -r "$node" ]; then access=r; fi
	if [ -w "$node" ]; then access=${access}w; fi
	echo "access ${access:--} $node"
done'
	ask drm 'value() { if [ -r "$2" ] && read -r text <"$2"; then echo "$card $1 $text"; fi; }
for path in /sys/class/drm/card[0-9]*; do
	card=${path##*/}
	case $card in *[!0-9a-z]*) continue ;; esac
	cd -P "$path/device" || continue
	echo "$card device $PWD"
	for node in drm/renderD*; do if [ -d "$node" ]; then echo "$card render ${node##*/}"; fi; done
	value load gpu_busy_percent
	value memory-total mem_info_vram_total
	value memory-used mem_info_vram_used
	for sensor in hwmon/hwmon*; do
		value temperature "$sensor/temp1_input"
		value power "$sensor/power1_average"
		value power "$sensor/power1_input"
	done
	cd -P driver && echo "$card driver ${PWD##*/}"
done 2>/dev/null
:'
}

slow_gpu() {
	ask_program lspci pci-names 'lspci -D -nn | grep "\[03..\]:"'
	gpu_driver_versions
	gpu_smi
	gpu_dkms
	gpu_kernel_log
}

# shellcheck disable=SC2016
gpu_driver_versions() {
	ask nvidia-module '{
	sed -n "s/^NVRM version: */proc: /p" /proc/driver/nvidia/version
	sed "s/^/sys: /" /sys/module/nvidia/version
	modinfo -F version nvidia | sed "s/^/modinfo: /"
	for library in $(ldconfig -p | sed -nE "s/.*lib(cuda\.so\.1|nvidia-ml\.so\.1|(EGL|GLX)_nvidia\.so\.0|nvidia-[a-z]*core\.so\.[0-9.]*) .*64.* => //p"); do
		echo "library: $(readlink -f "$library")"
	done
} 2>/dev/null | grep . || { echo "No NVIDIA driver is installed."; exit 3; }'
}

# gpu_hangs - the driver did not answer in time
gpu_hangs() { [ "$gpu_answered" = no ]; }

# gpu_smi - what nvidia-smi prints goes through a variable: where the driver hangs nothing can end it, and it must not hold this up
# shellcheck disable=SC2016
gpu_smi() {
	gpu_answered=yes
	if ! have nvidia-smi; then
		gv_answer nvidia-smi 3 'nvidia-smi' 'nvidia-smi is not installed.'
		gv_answer nvidia-smi-details 3 'nvidia-smi -q' 'nvidia-smi is not installed.'
		return
	fi
	ask nvidia-smi 'fields=index,uuid,name,pci.bus_id,driver_version,memory.total,memory.used,utilization.gpu,temperature.gpu,power.draw,power.limit,compute_mode
more=$fields,mig.mode.current,persistence_mode,ecc.errors.uncorrected.volatile.total
text=$(nvidia-smi --query-gpu="$more" --format=csv,nounits 2>&1)
status=$?
case $text in *"not a valid field"*)
	text=$(nvidia-smi --query-gpu="$fields" --format=csv,nounits 2>&1)
	status=$?
	;;
esac
printf "%s\n" "$text"
case $status in 3 | 4) exit 1 ;; *) exit "$status" ;; esac' 6
	# shellcheck disable=SC2154
	case $gv_text in
	*'index, '*) ;;
	*)
		[ -n "$gv_text" ] || gpu_answered=no
		gv_answer nvidia-smi-details 4 'nvidia-smi -q' 'nvidia-smi has nothing to tell, so it was not asked for more.'
		return
		;;
	esac
	# Whole, it is 12 KB for each GPU.
	ask nvidia-smi-details 'text=$(nvidia-smi -q 2>&1)
status=$?
printf "%s\n" "$text" | awk "
/^[^ ]/ { keep = 1 }
/^    [^ ]/ { keep = \$0 ~ /^    (Product Name|MIG Mode|Clocks (Event|Throttle) Reasons *\$|Retired Pages|Remapped Rows|Channel Rep|TPC Rep|(GRID|vGPU Software) Licensed|Processes)/ }
keep && NF { sub(/ +: /, \": \"); print }"
case $status in 3 | 4) exit 1 ;; *) exit "$status" ;; esac' 6
}

gpu_dkms() {
	if ! have dkms; then
		gv_answer dkms 3 'dkms status' 'dkms is not installed.'
		return
	fi
	for gpu_tree in /var/lib/dkms/nvidia*; do
		[ -d "$gpu_tree" ] || continue
		ask dkms 'dkms status | grep nvidia'
		return
	done
	gv_answer dkms 3 'dkms status' 'DKMS builds no NVIDIA module here.'
}

# The ring buffer is quick to read and may be closed or have lost its beginning; the journal has all and may be closed, absent or slow.
# Of each kind of message the first ones: an application that goes wrong fills the log with one and the same.
# shellcheck disable=SC2016
gpu_kernel_log() {
	ask kernel-log 'pick() {
	awk "
/ kernel: |^\[ *[0-9]/ { lines++ }
/Linux version / { begins = 1 }
/NVRM|Xid|fallen off the bus|GPU reset|GPU HANG|Out of memory: Killed/ {
	kind = \"other\"
	if (match(\$0, /Xid [^,]*|fallen off|GPU reset|GPU HANG|Out of memory/)) kind = substr(\$0, RSTART, RLENGTH)
	if (seen[kind]++ < 8 && kept++ < 50) print
}
END { exit !lines ? 2 : !begins }"
}
text=$(dmesg 2>/dev/null | pick)
status=$?
if [ "$status" -ne 0 ]; then
	journal=$(journalctl -k -b --no-pager -o short-iso 2>/dev/null | pick)
	found=$?
	if [ "$found" -ne 2 ]; then
		text=$journal
		status=$found
	fi
fi
[ "$status" -ne 2 ] || { echo "Only administrators may read the kernel log here."; exit 4; }
printf "%s\n" "$text"'
}
