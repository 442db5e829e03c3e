# shellcheck shell=dash
# record.sh - functions of the watch: what is said, and when it is worth saying.
# Parameters: none. Prints: nothing by itself. Changes: nothing.

watch_break='
'

# watch_tell KEY TEXT - a record with one value, in one write: two processes print here
watch_tell() {
	w_coded=$(printf '%s' "$2" | base64)
	w_key=$1
	IFS=$watch_break
	# shellcheck disable=SC2086
	set -- $w_coded
	IFS=
	w_coded=$*
	unset IFS
	printf '%s\t%s\n' "$w_key" "${w_coded:--}"
}

# watch_moved NEW OLD STEP - two whole numbers lie so far apart; what is no number moved when it differs
watch_moved() {
	[ "$1" != "$2" ] || return 1
	case $1 in '' | *[!0-9]*) return 0 ;; esac
	case $2 in '' | *[!0-9]*) return 0 ;; esac
	[ $(($1 - $2)) -ge "$3" ] || [ $(($2 - $1)) -ge "$3" ]
}

# watch_value FILE - sets w_value: the first word of a file
watch_value() {
	w_value=
	read -r w_value _ <"$1"
	[ -n "$w_value" ]
} 2>/dev/null
