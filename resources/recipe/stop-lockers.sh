# shellcheck shell=dash disable=SC2154
# stop-lockers.sh - keeps screen lockers out of this user's desktops, where nobody may know a password that opens them.
# Parameters: SUBJECT (empty). Prints: identity, steps. Parts: steps.sh, subject.sh.
# Changes: ~/.config/autostart/LOCKER.desktop; ends lockers that run in desktops of this user, not those at the host's own screen.
# Undo: remove those files; what was in their place is beside them.

locker_installed() { [ -e "/etc/xdg/autostart/$locker.desktop" ] || have "$locker"; }

# locker_processes - pids of those that run in a desktop of this user: the host's own screen must not be opened
locker_processes() {
	# The kernel keeps 15 characters of a name.
	short=$(printf '%.15s' "$locker")
	for each in /proc/[0-9]*; do
		comm=
		{ read -r comm <"$each/comm"; } 2>/dev/null
		if [ "$comm" != "$short" ] || [ ! -O "$each" ]; then continue; fi
		shown=$({ tr '\n\000' ' \n' <"$each/environ"; } 2>/dev/null | sed -n 's/^DISPLAY=:\([0-9]*\)\(\.[0-9]*\)\{0,1\}$/\1/p' | head -n 1)
		[ -n "$shown" ] && proxy_on "$shown" >/dev/null && printf '%s\n' "${each#/proc/}"
	done
}

is_folder() { [ -d "$folder" ]; }
is_hidden() { [ -f "$file" ] && grep -qi '^Hidden=true' "$file"; }
# What is hidden already stays where it is.
is_out_of_the_way() { is_hidden || ! there "$file"; }
locker_gone() { ! is_process "$pid" "$start"; }

write_hidden() {
	if there "$file" && ! is_hidden; then
		copy=$file.gearview-backup
		why_taken=
		there "$copy" && why_taken="$copy exists already."
		do_step "Set the own settings of $locker aside" because "$why_taken" until is_out_of_the_way -- mv -n "$file" "$copy"
	fi
	# shellcheck disable=SC2016
	do_step "Keep $locker from starting, in every desktop of this user" until is_hidden -- \
		sh -c 'set -C; printf "%s\n" "[Desktop Entry]" "Type=Application" "Name=$1" "Hidden=true" >"$2"' sh "$locker" "$file"
}

# end_locker - of pid
end_locker() {
	start=$(start_of "$pid")
	why_other=
	if [ "$MODE" = plan ]; then
		emit identity "$pid.$start"
	elif [ "$(planned_start "$pid")" != "$start" ]; then
		why_other="Process $pid is another one than in the plan; look at the plan again."
	fi
	do_step "End $locker, which runs in a desktop of this user" because "$why_other" until locker_gone -- kill -TERM "$pid"
}

nothing_left() { [ -z "$seen" ]; }

cure() {
	no_subject
	folder=$home/.config/autostart
	seen=
	for locker in light-locker xscreensaver xfce4-screensaver mate-screensaver cinnamon-screensaver gnome-screensaver xss-lock; do
		file=$folder/$locker.desktop
		pids=$(locker_processes)
		locker_installed || [ -n "$pids" ] || continue
		[ -n "$seen" ] || do_step 'Make the folder for what starts with a desktop' until is_folder -- mkdir -p "$folder"
		seen=yes
		write_hidden
		for pid in $pids; do end_locker; done
	done
	nothing_left && do_step 'No screen locker is installed' until nothing_left --
}
