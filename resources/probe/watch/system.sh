# shellcheck shell=dash
# system.sh - functions of the watch: CPU and memory, read by the shell itself.
# Parameters: none. Prints: cpu, memory. Parts: record.sh. Changes: nothing.

w_all_before=
w_busy_before=
w_share_told=
w_used_told=

# watch_cpu - busy share of all cores since the call before, told when it moved by 5 %
watch_cpu() {
	read -r _ w_user w_nice w_system w_idle w_wait w_irq w_soft w_steal _ </proc/stat || return 0
	w_busy=$((w_user + w_nice + w_system + w_irq + w_soft + w_steal))
	w_all=$((w_busy + w_idle + w_wait))
	# The kernel's counters of waiting and idling can step back.
	if [ -n "$w_all_before" ] && [ "$w_all" -gt "$w_all_before" ] && [ "$w_busy" -ge "$w_busy_before" ]; then
		w_share=$(((100 * (w_busy - w_busy_before) + (w_all - w_all_before) / 2) / (w_all - w_all_before)))
		[ "$w_share" -le 100 ] || w_share=100
		if watch_moved "$w_share" "$w_share_told" 5; then
			w_share_told=$w_share
			watch_tell cpu "$w_share"
		fi
	fi
	w_all_before=$w_all
	w_busy_before=$w_busy
}

# watch_memory - used and total KiB, told when 1 % of all moved
watch_memory() {
	{
		read -r _ w_total _
		read -r _ w_free _
		read -r w_name w_available _
	} </proc/meminfo || return 0
	# Kernels before 3.14 have no MemAvailable.
	[ "$w_name" = MemAvailable: ] || w_available=$w_free
	w_used=$((w_total - w_available))
	if watch_moved "$w_used" "$w_used_told" $((w_total / 100)); then
		w_used_told=$w_used
		watch_tell memory "$w_used $w_total"
	fi
}
