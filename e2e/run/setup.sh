#!/bin/sh
# shellcheck shell=dash
# setup.sh WHEN [--list] - what `npm start|demo|test` need before Node can take over: node_modules, system packages, an sshd.
# WHEN: start, demo (and start), test (and both). --list only prints the missing packages, one a line.
# Quiet and quick when nothing is missing. Undo: remove node_modules, the packages it names, and the cache folder it names.
set -eu
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# Root's own cache is closed to the account that root's sshd runs as (e2e/support/sshdProgram.ts looks in the same places).
if [ "$(id -u)" = 0 ]; then cache=/var/cache/gearview; else cache=${XDG_CACHE_HOME:-$HOME/.cache}/gearview; fi

say() { printf '%s\n' "$*"; }
stop() {
	printf '%s\n' "$*" >&2
	exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

node_is_new_enough() {
	have node || stop 'Node is missing; install Node 20.19 or newer from https://nodejs.org.'
	node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
		stop "Node $(node --version) is too old; install Node 20.19 or newer."
}

# node_modules/.gearview-lock holds the checksum of the lock file that it was made from.
need_node_modules() {
	wanted=$(cksum <"$root/package-lock.json")
	marker=$root/node_modules/.gearview-lock
	[ -f "$marker" ] && [ "$(cat "$marker")" = "$wanted" ] && return
	made=$root/node_modules/.package-lock.json
	# Somebody ran npm after the lock file changed.
	if [ ! -f "$made" ] || [ -n "$(find "$root/package-lock.json" -newer "$made")" ]; then
		say 'Installing node_modules (npm ci) ...'
		(cd "$root" && npm ci --ignore-scripts --loglevel=error) || stop 'npm ci failed; see above.'
	fi
	printf '%s\n' "$wanted" >"$marker"
}

# found PROBE
found() {
	case $1 in
	lib:*) case $libraries in *"${1#lib:} "*) return 0 ;; *) return 1 ;; esac ;;
	*) have "$1" ;;
	esac
}

# missing WHEN - the packages that are not there, one a line
missing() {
	case $1 in start) stages=start ;; demo) stages='start demo' ;; *) stages='start demo test' ;; esac
	libraries=$(ldconfig -p 2>/dev/null || say)
	while read -r when probe packages; do
		case " $stages " in *" $when "*) found "$probe" || printf '%s\n' "$packages" ;; esac
	done <"$here/packages.txt"
}

# available a|b - the first of the names that this release has
available() {
	names=$1
	while :; do
		name=${names%%|*}
		[ "$name" = "$names" ] && break
		case $(apt-cache policy "$name" 2>/dev/null) in *'Candidate: '[0-9]*) break ;; *) names=${names#*|} ;; esac
	done
	printf '%s\n' "$name"
}

apt() {
	# RUNLEVEL=1: where no init runs, no package may start a service in passing.
	set -- env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -q -o DPkg::Lock::Timeout=300 "$@"
	if is_root; then "$@"; else sudo "$@"; fi
}

need_packages() {
	wanted=$(missing "$1")
	[ -n "$wanted" ] || return 0
	have apt-get || stop "Missing: $(printf '%s' "$wanted" | tr '\n|' ' /'). Install what these Debian packages hold with your system's package manager."
	is_root || have sudo || stop "Missing packages: run as root: apt-get install $(for_apt "$wanted")"
	say "Installing Debian packages: $(for_apt "$wanted")"
	log=$(mktemp)
	install_packages "$wanted" >"$log" 2>&1 || {
		tail -n 20 "$log" >&2
		rm -f "$log"
		stop "apt-get could not install: $(for_apt "$wanted")"
	}
	rm -f "$log"
	wanted=$(missing "$1")
	[ -z "$wanted" ] || stop "Still missing after the installation: $(for_apt "$wanted")"
}

for_apt() {
	for names in $1; do available "$names"; done | tr '\n' ' '
}

install_packages() {
	# shellcheck disable=SC2046 # one word per package
	apt install -y --no-install-recommends $(for_apt "$1") && return
	# The package lists are absent or old.
	apt update
	# shellcheck disable=SC2046
	apt install -y --no-install-recommends $(for_apt "$1")
}

# The package openssh-server would open port 22 on this machine: only its program is taken, into the cache.
need_sshd() {
	have sshd || runs "$cache/openssh/usr/sbin/sshd" || fetch_sshd
	is_root || return 0
	# sshd as root insists on both (README.privsep of OpenSSH); the package's own start-up would make them.
	[ -d /run/sshd ] || mkdir -m 755 /run/sshd
	id sshd >/dev/null 2>&1 || useradd --system --no-create-home --home-dir /run/sshd --shell /usr/sbin/nologin sshd
}

# runs FILE - it can be executed and all its libraries are there
runs() {
	[ -x "$1" ] || return 1
	case $(ldd "$1" 2>&1) in *'not found'*) return 1 ;; esac
}

fetch_sshd() {
	have apt-get || stop 'Missing: sshd. Install the OpenSSH server (it need not be started).'
	say "Fetching sshd into $cache/openssh (it is not installed and no service is started) ..."
	mkdir -p "$cache"
	folder=$(mktemp -d "$cache/openssh.XXXXXX")
	if ! (cd "$folder" && { apt-get -qq download openssh-server || { apt update && apt-get -qq download openssh-server; }; } &&
		dpkg -x openssh-server_*.deb .) >"$folder/log" 2>&1 || ! runs "$folder/usr/sbin/sshd"; then
		tail -n 20 "$folder/log" >&2
		rm -rf "$folder"
		stop 'sshd could not be fetched; install the OpenSSH server (it need not be started).'
	fi
	rm -rf "$cache/openssh" "$folder"/openssh-server_*.deb
	chmod 755 "$folder"
	mv "$folder" "$cache/openssh"
}

main() {
	when=${1-}
	case $when in start | demo | test) ;; *) stop 'Usage: setup.sh start|demo|test [--list]' ;; esac
	if [ "${2-}" = --list ]; then
		missing "$when"
		return
	fi
	node_is_new_enough
	need_node_modules
	if [ "$(uname -s)" != Linux ]; then
		[ "$when" = start ] || stop 'The hosts of the demo and the tests need Linux; npm start runs the app here.'
		return
	fi
	need_packages "$when"
	[ "$when" = start ] || need_sshd
}

main "$@"
