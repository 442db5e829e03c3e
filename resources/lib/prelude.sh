# shellcheck shell=dash
# prelude.sh - sent before every script: the marked, base64 coded answer that electron/connection/script.ts reads.
# Parameters: GV_NONCE. Prints: GV-<nonce>-BEGIN, records `key<TAB>base64...`, GV-<nonce>-END <status>. Changes nothing.
set -u
LC_ALL=C
export LC_ALL
umask 077
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
export PATH

# emit KEY VALUE... - one record; every value travels as base64, an empty one as `-`
emit() {
	printf '%s' "$1"
	shift
	for gv_value in "$@"; do
		printf '\t'
		if [ -n "$gv_value" ]; then printf '%s' "$gv_value" | base64 | tr -d '\n'; else printf -- '-'; fi
	done
	printf '\n'
}

# step TEXT - what is being done now, for the operator
step() { emit step "$1"; }

# fail CODE TEXT [DETAIL] - ends the script: CODE is one of FailureCode (electron/base/failure.ts), TEXT one sentence, DETAIL log lines
fail() {
	emit fail "$1" "$2" "$(printf '%s' "${3-}" | tail -c 3500)"
	exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# bounded SECONDS COMMAND... - no command outlives its time or eats the script on stdin
bounded() {
	gv_seconds=$1
	shift
	timeout -k 2 "$gv_seconds" "$@" </dev/null
}

gv_end() { printf 'GV-%s-END %s\n' "$GV_NONCE" "$1"; }
trap 'gv_end $?' EXIT
trap 'exit 129' HUP
trap 'exit 143' TERM
printf 'GV-%s-BEGIN\n' "$GV_NONCE"
