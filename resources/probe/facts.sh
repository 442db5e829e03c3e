# shellcheck shell=dash
# facts.sh - asks everything that Gearview wants to know of a host, in one run, as the user who is logged in.
# Parameters: X11_PERL, X11_PYTHON. Prints: an answer a question (ask.sh). Parts: all of probe/, lib/process.sh, lib/software.sh.
# Changes: nothing.

slow() {
	slow_gpu
	slow_gl
	slow_container
	slow_desktop
	slow_system
	slow_login
}

quick() {
	ask_system
	ask_login
	ask_gpu
	ask_gl
	ask_x_servers
	ask_desktop
	ask_container
}

main() {
	have timeout || fail script-failed 'Nothing can be asked of this host without the program timeout; install coreutils.'
	# What waits for a driver, a daemon or a start-up file runs beside what only reads files.
	slow | {
		quick
		cat
	}
}

main
