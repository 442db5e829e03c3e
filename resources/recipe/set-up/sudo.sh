# shellcheck shell=dash
# sudo.sh - the only place that calls sudo: always for the same command, and on a terminal of its own where sudo insists on one.
# Parameters: none. Prints: nothing by itself. Parts: none. Changes: nothing by itself.

# What runs as root: it passes over a password that sudo did not read, and then does the work behind it.
# shellcheck disable=SC2016,SC2089
sudo_gate='while IFS= read -r line; do [ "$line" = "# gearview" ] && exec /bin/sh -s 2>&1; done'

# through_sudo WHAT TERMINAL - reads stdin; TERMINAL is yes, or empty for none.
# The job has a terminal and a ticket of its own, so -k: what sudo remembers of others does not count, and nothing is remembered.
# It is not bounded in time: who is not root cannot end what runs as root.
# shellcheck disable=SC2016,SC2090
through_sudo() {
	case $1 in
	try) sudo_line='sudo -n -k -- /bin/sh -c "$GV_GATE"' ;;
	check) sudo_line='sudo -S -p "" -k -v' ;;
	allowed) sudo_line='sudo -S -p "" -k -l -- /bin/sh -c "$GV_GATE"' ;;
	work) sudo_line='sudo -S -p "" -k -- /bin/sh -c "$GV_GATE"' ;;
	*) return 1 ;;
	esac
	GV_GATE=$sudo_gate
	export GV_GATE
	if [ -z "$2" ]; then
		eval "$sudo_line"
	else
		# Nothing is read from that terminal or written to it: passwords, work and output go through descriptors that sudo inherits.
		SHELL=/bin/sh script -qec "exec $sudo_line <&3 3<&- >&4 4>&- 2>&5 5>&-" /dev/null 3<&0 4>&1 5>&2 </dev/null >/dev/null 2>&1
	fi
}
