# shellcheck shell=dash disable=SC2153,SC2154
# follow.sh - what the job of a step wrote into its log since, as it comes, until it ends.
# Parameters: RUN, STEP, OFFSET (bytes). Prints: log (OFFSET after it, text), beat every 5 s, and at last end (STATUS), lost (WHY), or
# more: after 400 KiB or 10 min it has to be asked again. Parts: lib/process.sh, runs.sh. Changes: nothing.

follow_piece=32768
follow_total=409600

piece() { bounded 10 tail -c "+$((offset + 1))" "$job/log" | head -c "$1"; }

# emit_piece LENGTH
emit_piece() {
	printf 'log\t%s\t' "$(printf '%s' $((offset + $1)) | coded)"
	piece "$1" | coded
	printf '\n'
	quiet=0
	offset=$((offset + $1))
	sent=$((sent + $1))
}

# whole_lines LENGTH - sets length: without the last line when that has not ended, so that no character is cut
whole_lines() {
	length=$1
	[ "$(piece "$1" | tail -c 1 | wc -l)" -eq 0 ] || return 0
	rest=$(piece "$1" | tail -n 1 | wc -c)
	length=$(($1 - rest))
}

# follow_log OVER - one piece of what is there; 1: nothing new. What has no end yet is sent when nothing came for a second, or when it is all
follow_log() {
	size=0
	[ ! -f "$job/log" ] || [ -L "$job/log" ] || size=$(stat -c %s "$job/log" 2>/dev/null)
	if [ "${size:-0}" -le "$offset" ]; then return 1; fi
	length=$((size - offset))
	[ "$length" -le "$follow_piece" ] || length=$follow_piece
	all=$length
	if [ "$size" = "$seen" ]; then quiet=$((quiet + 1)); else quiet=0; fi
	seen=$size
	if [ "$length" -lt $((size - offset)) ] || { [ -z "$1" ] && [ "$quiet" -lt 2 ]; }; then whole_lines "$all"; fi
	# A line that fills a whole piece is cut.
	if [ "$length" -le 0 ] && [ "$all" = "$follow_piece" ]; then length=$all; fi
	[ "$length" -gt 0 ] && emit_piece "$length"
}

main() {
	check_job
	case $OFFSET in '' | *[!0-9]* | ??????????????*) fail bad-input 'An offset is a number.' ;; esac
	offset=$((${OFFSET#"${OFFSET%%[1-9]*}"} + 0))
	sent=0
	seen=-1
	quiet=0
	ticks=0
	missing=0
	while [ "$sent" -lt "$follow_total" ] && [ "$ticks" -lt 1200 ]; do
		look_at_job "$job"
		over=
		[ "$job_state" = running ] || over=yes
		while [ "$sent" -lt "$follow_total" ] && follow_log "$over"; do :; done
		case $job_state in
		ended)
			[ "$sent" -ge "$follow_total" ] && break
			emit end "$job_rc"
			return 0
			;;
		running) missing=0 ;;
		*)
			# Its exit status is written after its process has begun to end.
			missing=$((missing + 1))
			if [ "$missing" -ge 3 ]; then
				emit lost 'Its process is gone and left no exit status; the host may have been restarted.'
				return 0
			fi
			;;
		esac
		[ $((ticks % 10)) != 0 ] || emit beat
		ticks=$((ticks + 1))
		sleep 0.5
	done
	emit more
}

main
