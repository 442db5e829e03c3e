# shellcheck shell=dash
# watch.sh - tells what changes on this host for as long as stdin is open: GPUs, CPU, memory, X servers. Then nothing of it is left.
# Parameters: TICK in whole seconds. Prints: gpu, smi-ended, cpu, memory, x, each at first and when it changed enough to matter.
# Parts: lib/process.sh, probe/watch/*.sh. Changes: nothing.
# Costs one process a tick (sleep) and two a record (base64); all else the shell reads by itself, and nvidia-smi stays one process.

# watch_pause SECONDS - unlike a sleep alone it does not keep a trap waiting
watch_pause() {
	sleep "$1" >/dev/null 2>&1 &
	w_child=$!
	wait "$w_child"
}

# watch_finish STATUS - however the watch ends
watch_finish() {
	trap '' HUP PIPE TERM
	# shellcheck disable=SC2086
	kill $w_child $w_reader $w_lifeline
	wait
	gv_end "$1"
} 2>/dev/null

# watch_lifeline - the link may die at any time: then stdin ends, and all of this has to end
watch_lifeline() {
	while read -r _; do :; done
	is_process "$w_reader" "$w_reader_start" && kill "$w_reader"
	is_process $$ "$w_start" && kill $$
}

main() {
	w_child=
	w_reader=
	w_lifeline=
	# From here on stdin is the lifeline, and no longer the script.
	exec 3<&0 </dev/null
	trap 'watch_finish $?' EXIT
	trap 'exit 141' PIPE
	trap 'exit 0' TERM
	watch_smi 3<&- | watch_read_smi 3<&- &
	w_reader=$!
	w_start=$(start_of $$)
	w_reader_start=$(start_of "$w_reader")
	watch_lifeline <&3 >/dev/null 2>&1 &
	w_lifeline=$!
	exec 3<&-
	watch_find_cards
	while :; do
		watch_x
		watch_memory
		watch_cpu
		watch_cards
		watch_pause "$TICK"
	done
}

main
