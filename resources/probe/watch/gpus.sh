# shellcheck shell=dash
# gpus.sh - functions of the watch: load, memory, temperature and power of GPUs, as lines of nvidia-smi's CSV.
# Parameters: TICK. Prints: gpu (the lines that changed), smi-ended. Parts: record.sh. Changes: nothing.

watch_fields=index,name,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw
w_changed=
w_cards=
w_told=
w_rest_told=
w_heat_told=
w_power_told=

# watch_gpu LINE - keeps the line in w_changed when it is a GPU's and something of it changed; sets w_index
# w_told: the GPUs told so far, each with its values in variables that end in its index.
watch_gpu() {
	w_index=
	w_line=$1
	IFS=,
	set -f
	# shellcheck disable=SC2086
	set -- $1
	set +f
	unset IFS
	[ $# = 7 ] || return 0
	case $1 in '' | *[!a-z0-9]*) return 0 ;; esac
	w_index=$1
	w_rest=$2,$3,$4,$5
	w_heat=${6# }
	w_power=${7# }
	w_power=${w_power%%.*}
	eval "w_rest_told=\${w_rest_$1-} w_heat_told=\${w_heat_$1-} w_power_told=\${w_power_$1-}"
	# An idle GPU's watts and degrees flicker.
	case $w_power_told in '' | *[!0-9]*) w_step=1 ;; *) w_step=$((2 + w_power_told / 20)) ;; esac
	if [ "$w_rest" != "$w_rest_told" ] || watch_moved "$w_heat" "$w_heat_told" 2 || watch_moved "$w_power" "$w_power_told" "$w_step"; then
		eval "w_rest_$1=\$w_rest w_heat_$1=\$w_heat w_power_$1=\$w_power"
		case " $w_told " in *" $1 "*) ;; *) w_told="$w_told $1" ;; esac
		w_changed=$w_changed${w_changed:+$watch_break}$w_line
	fi
}

watch_tell_gpus() {
	[ -z "$w_changed" ] || watch_tell gpu "$w_changed"
	w_changed=
}

# watch_forget_gpus - their values are not known any more
watch_forget_gpus() {
	[ -n "$w_told" ] || return 0
	for w_index in $w_told; do
		eval "w_rest_$w_index="
	done
	w_told=
	w_changed=
	watch_tell smi-ended ''
}

# watch_find_cards - the GPUs whose load the kernel itself tells (amdgpu)
watch_find_cards() {
	for w_path in /sys/class/drm/card*; do
		case ${w_path#/sys/class/drm/card} in *[!0-9]*) continue ;; esac
		[ -r "$w_path/device/gpu_busy_percent" ] || [ -r "$w_path/device/mem_info_vram_total" ] || continue
		w_name=
		{ read -r w_name <"$w_path/device/product_name"; } 2>/dev/null
		watch_value "$w_path/device/vendor"
		case $w_name.$w_value in .0x1002) w_name='AMD GPU' ;; .*) w_name=GPU ;; esac
		w_cards="$w_cards ${w_path##*/}"
		eval "w_name_${w_path##*/}=\$w_name"
	done
}

# watch_sensor DIVISOR FILE... - sets w_value: the first of the files that says something, divided
watch_sensor() {
	w_divisor=$1
	shift
	for w_file in "$@"; do
		watch_value "$w_file" || continue
		case $w_value in *[!0-9]*) continue ;; esac
		w_value=$((w_value / w_divisor))
		return 0
	done
	w_value=N/A
}

watch_cards() {
	for w_card in $w_cards; do
		set -- "/sys/class/drm/$w_card/device"
		# To ask it would wake it up.
		watch_value "$1/power/runtime_status"
		[ "$w_value" != suspended ] || continue
		eval "w_csv=\"$w_card, \$w_name_$w_card\""
		watch_sensor 1 "$1/gpu_busy_percent"
		w_csv="$w_csv, $w_value"
		watch_sensor 1048576 "$1/mem_info_vram_used"
		w_csv="$w_csv, $w_value"
		watch_sensor 1048576 "$1/mem_info_vram_total"
		w_csv="$w_csv, $w_value"
		watch_sensor 1000 "$1"/hwmon/hwmon*/temp1_input
		w_csv="$w_csv, $w_value"
		watch_sensor 1000000 "$1"/hwmon/hwmon*/power1_average "$1"/hwmon/hwmon*/power1_input
		watch_gpu "$w_csv, $w_value"
	done
	watch_tell_gpus
}

# watch_smi - one nvidia-smi for as long as it runs, another a minute after it ended; prints its own pid, their lines, and `ended`
watch_smi() {
	read -r w_self _ </proc/self/stat
	printf '%s\n' "$w_self"
	trap '[ -z "$w_child" ] || kill "$w_child" 2>/dev/null; exit' TERM
	while :; do
		if have nvidia-smi; then
			set -- nvidia-smi "--query-gpu=$watch_fields" --format=csv,noheader,nounits -l "$TICK"
			have stdbuf && set -- stdbuf -oL "$@"
			"$@" </dev/null 2>/dev/null &
			w_child=$!
			wait "$w_child"
			printf 'ended\n'
		fi
		watch_pause 60
	done
}

# watch_read_smi - what of its lines is worth telling; a round of all GPUs is one record
watch_read_smi() {
	w_smi=
	w_stop=
	w_before=-1
	w_last=-1
	# Not before it is known whom to end, too; a trap may interrupt the first read.
	trap 'w_stop=yes' TERM
	read -r w_smi || read -r w_smi
	trap '[ -z "$w_smi" ] || kill "$w_smi" 2>/dev/null' EXIT
	trap 'exit' TERM PIPE
	[ -z "$w_stop" ] || exit
	while IFS= read -r w_line; do
		# However the watch ended.
		kill -0 $$ 2>/dev/null || exit
		case $w_line in
		ended)
			watch_forget_gpus
			w_before=-1
			w_last=-1
			;;
		*)
			watch_gpu "$w_line"
			case $w_index in '' | *[!0-9]*) continue ;; esac
			# The highest index of the round before ends this one; in the first round each GPU is told as it comes.
			[ "$w_index" -gt "$w_before" ] || w_last=$w_before
			w_before=$w_index
			[ "$w_index" -lt "$w_last" ] || watch_tell_gpus
			;;
		esac
	done
}
