# shellcheck shell=dash
# list.sh - what the host has to make desktops with, and every desktop of this user: ours, started by hand, and dead ones.
# Parameters: DEVICES (the `stamp` of an earlier answer: unchanged devices are then not asked again), X11_PERL, X11_PYTHON.
# Prints: host, x-proxies, desktops, virtualgl, devices, missing (a line each), session. Parts: lib/process.sh, lib/software.sh, desktops.sh.
# Changes: nothing.

# shellcheck disable=SC2154 # virtualgl: lib/software.sh
emit_virtualgl() {
	[ -x "$virtualgl/vglrun" ] || return 0
	stamp=
	[ -x "$virtualgl/eglinfo" ] && stamp=$(device_stamp)
	emit virtualgl "$(bounded 5 "$virtualgl/vglrun" --version 2>/dev/null | sed -n 's/.*VirtualGL v\([0-9][0-9.]*\).*/\1/p')" "$stamp"
	if [ -n "$stamp" ] && [ "$stamp" != "$DEVICES" ]; then
		emit devices "$(devices)"
	fi
}

missing() {
	for tool in glxgears xprop xwininfo nvidia-smi; do
		have "$tool" || printf '%s\n' "$tool"
	done
	can_speak || printf 'perl\n'
}

# A pid file or lock of this user whose process is gone, or is something else by now.
is_stale() {
	[ -O "$1" ] || return 1
	old=$(pid_in "$1")
	[ -n "$old" ] && ! is_live_proxy "$old"
}

# The dead: notes of ours, pid files of either proxy's own starter, X locks.
dead_sessions() {
	for folder in "$(base_directory)/$(host)":*; do
		n=${folder##*:}
		[ -O "$folder/notes" ] || continue
		pid=$(note "$n" pid)
		start=$(note "$n" start)
		[ -n "$pid" ] || continue
		[ "$(note "$n" boot)" = "$(boot_id)" ] && is_session "$pid" "$start" && continue
		emit_dead "$n" "$pid" "$start"
	done
	for file in "$HOME/.vnc/$(host)":*.pid "$HOME/.config/tigervnc/$(host)":*.pid "$HOME/.local/state/tigervnc/$(host)":*.pid /tmp/.X*-lock; do
		is_stale "$file" || continue
		n=${file##*:}
		n=${n#/tmp/.X}
		n=${n%.pid}
		emit_dead "${n%-lock}" "$old" 0
	done
}

# emit_dead N PID START - each display once, and none that lives
emit_dead() {
	case $1 in '' | *[!0-9]*) return 0 ;; esac
	case $known in *" $1 "*) return 0 ;; esac
	known="$known$1 "
	emit_session "$1" "$2" "$3" dead ''
}

sessions() {
	known=' '
	found=
	set --
	for pid in $(proxies); do
		n=$(display_of "$pid")
		[ -n "$n" ] || continue
		known="$known$n "
		found="$found$n $pid
"
		set -- "$@" "$n" "$(option "$pid" auth)"
	done
	if [ $# -gt 0 ]; then
		screens=
		can_speak && screens=$(speak screen "$@")
		printf '%s' "$found" | while read -r n pid; do
			emit_session "$n" "$pid" "$(start_of "$pid")" "$(state_of "$pid")" "$(printf '%s\n' "$screens" | sed -n "s/^$n //p" | head -n 1)"
		done
	fi
	dead_sessions
}

main() {
	emit_host
	emit x-proxies "$(x_proxies)"
	emit desktops "$(desktops)"
	emit_virtualgl
	emit missing "$(missing)"
	sessions
}

main
