# shellcheck shell=dash
# steps.sh - the steps of a plan: said in mode `plan`, said and then run in mode `run`. A step that fails ends the run.
# Parameters: MODE (plan, run), AGREED (for run: the commands that the operator saw, one a line), IDENTITY (the plan's `identity` records).
# Prints: step-plan (title, command, root|user, to-do|already|cannot, why), step-end (done|failed|cannot, status, text), identity.
# Changes: nothing by itself.

# Of each command.
step_seconds=60
# Not empty once a step could not be made: what follows stays to do.
step_stopped=

# word_of WORD - sets step_word: that word as a shell reads it
word_of() {
	step_word=$1
	case $1 in '' | *[!A-Za-z0-9_@%+=:,./-]*) ;; *) return 0 ;; esac
	step_left=$1
	step_word=\'
	while :; do
		case $step_left in *\'*) ;; *) break ;; esac
		step_word=$step_word${step_left%%\'*}"'\\''"
		step_left=${step_left#*\'}
	done
	step_word=$step_word$step_left\'
}

# line_of WORD... - sets step_line: those words as one line that can be copied to a shell
line_of() {
	step_line=
	for step_each in "$@"; do
		word_of "$step_each"
		step_line=$step_line${step_line:+ }$step_word
	done
}

is_root() { [ "$(id -u)" = 0 ]; }

was_agreed() {
	case "
$AGREED
" in *"
$step_line
"*) ;; *) return 1 ;; esac
}

# judge_step - sets step_state and step_why
judge_step() {
	step_state=to-do
	if [ -n "$step_found" ] && "$step_found"; then
		step_state=already
		step_why=
	elif [ -n "$step_stopped" ]; then
		step_why=
	elif [ -n "$step_why" ]; then
		:
	elif [ "$step_root" = root ] && ! is_root && ! have sudo; then
		step_why='It needs root, and sudo is not installed: run it yourself as root, or log in as root.'
	elif [ ${#step_line} -gt 2000 ]; then
		step_why='The command is too long to be shown.'
	elif [ "$MODE" = run ] && ! was_agreed; then
		step_why='It was not in the plan that was agreed to; look at the plan again.'
	fi
	[ -z "$step_why" ] || step_state=cannot
}

# do_step TITLE [root] [because WHY] [until CHECK] -- WORD... - one command, as an argument vector.
# WHY: a sentence why it cannot be; empty when it can. CHECK: a function that finds it so already, and must find it so afterwards.
do_step() {
	step_title=$1
	step_root=user
	step_why=
	step_found=
	shift
	while [ "$1" != -- ]; do
		case $1 in
		root) step_root=root ;;
		because)
			step_why=$2
			shift
			;;
		until)
			step_found=$2
			shift
			;;
		esac
		shift
	done
	shift
	line_of "$@"
	judge_step
	emit step-plan "$step_title" "$step_line" "$step_root" "$step_state" "$step_why"
	[ "$MODE" = run ] && [ -z "$step_stopped" ] || return 0
	case $step_state in
	cannot) step_stopped=yes ;;
	to-do) run_step "$@" ;;
	esac
}

# step_words WORD... - a refused sudo writes to root and to the log, so it is called here only: once, and never in a plan
step_words() {
	if [ "$step_root" = root ] && ! is_root; then
		# Who is not root cannot end what runs as root.
		bounded $((step_seconds + 5)) sudo -n -- timeout -k 2 "$step_seconds" "$@"
	elif [ "$1" = kill ]; then
		# Not every host has it as a program.
		"$@"
	else
		bounded "$step_seconds" "$@"
	fi
}

# run_step WORD... - runs it, and looks whether it is so afterwards: a status of 0 proves nothing
run_step() {
	step_text=$({
		step_words "$@" 2>&1
		printf '\n%s' "$?"
	} | tail -c 3500)
	step_status=${step_text##*
}
	step_text=${step_text%
*}
	step_state=failed
	if [ "$step_status" = 0 ]; then
		if is_so; then step_state='done'; else step_text="$step_text
The command ended well, but a look shows that nothing changed."; fi
	elif [ "$step_root" = root ] && ! is_root; then
		case $step_text in sudo:* | Sorry,* | *'not in the sudoers file'* | *'may not run sudo'*)
			step_state=cannot
			step_text='It needs root, and sudo asks for a password or refuses: run it yourself, or log in as root.'
			;;
		esac
	fi
	case $step_status in 124 | 137) step_text="$step_text
It did not end within $step_seconds s." ;; esac
	[ "$step_state" = 'done' ] || step_stopped=yes
	emit step-end "$step_state" "$step_status" "$step_text"
}

# is_so - the check of the step, given 3 s
is_so() {
	[ -n "$step_found" ] || return 0
	step_tenths=30
	until "$step_found"; do
		step_tenths=$((step_tenths - 1))
		[ "$step_tenths" -gt 0 ] || return 1
		sleep 0.1
	done
}

# planned_start PID - the start time that the plan saw of this process; empty when it saw none
planned_start() {
	for step_each in $IDENTITY; do
		case $step_each in "$1".*) printf '%s' "${step_each#*.}" ;; esac
	done
}
