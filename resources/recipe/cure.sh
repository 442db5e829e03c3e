# shellcheck shell=dash disable=SC2034
# cure.sh - a cure of the doctor, as a plan of steps: shown, or run.
# Parameters: CURE (its name), SUBJECT, and those of steps.sh. Prints: the records of steps.sh.
# Parts: lib/process.sh, steps.sh, subject.sh, the file named CURE with the function cure, and what that one needs.
# Changes: in mode run what its steps say. Undo: electron/recipe/remedies.ts says it of each.

main() {
	case $MODE in plan | run) ;; *) fail bad-input 'A cure is planned or run.' ;; esac
	check_home
	user=$(id -un) || fail script-failed 'This user has no name on the host.'
	cure
	return 0
}

main
