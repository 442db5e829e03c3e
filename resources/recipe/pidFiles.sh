# shellcheck shell=dash
# pidFiles.sh - functions about the pid files by which the starters of TurboVNC and TigerVNC find their sessions.
# Parameters: none. Prints: nothing by itself. Parts: lib/process.sh, subject.sh. Changes: nothing.

# parse_pid_file PATH - sets file_host and file_display of HOST:N.pid; 1 when it is not called so
parse_pid_file() {
	file_host=${1##*/}
	case $file_host in *:*.pid) ;; *) return 1 ;; esac
	file_host=${file_host%.pid}
	file_display=${file_host##*:}
	file_host=${file_host%:*}
	case $file_host in '' | [.-]* | *[!A-Za-z0-9._-]*) return 1 ;; esac
	case $file_display in '' | 0?* | *[!0-9]* | ??????*) return 1 ;; esac
}

# is_plain FILE - a file of this user, and no link
is_plain() { [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]; }

# shows PID N - it is a live X proxy of this user on display N, or on one that cannot be told
shows() {
	[ -n "$1" ] && is_live_proxy "$1" || return 1
	shown=$(display_of "$1")
	[ -z "$shown" ] || [ "$shown" = "$2" ]
}
