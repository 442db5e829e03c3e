# shellcheck shell=dash
# subject.sh - what a cure is for, checked: a subject is data, and nothing but the expected shape is used.
# Parameters: SUBJECT, CURE. Prints: nothing by itself. Parts: none. Changes: nothing.

# The home directory without a slash at its end.
home=${HOME%/}

bad_subject() { fail bad-input "The subject of $CURE is not $1."; }

# check_home - a plan with a control character in it could not be shown as it is
check_home() {
	case $HOME in *[[:cntrl:]]* | */../* | */.. | [!/]* | '') fail script-failed 'The home directory of this user has a name that Gearview does not work with.' ;; esac
}

no_subject() { [ -z "$SUBJECT" ] || bad_subject 'empty'; }

# display_subject - sets n
display_subject() {
	n=${SUBJECT#:}
	case $n in '' | *[!0-9]* | 0?* | ??????*) bad_subject 'a display number' ;; esac
}

# path_subject TEXT - sets path: `~/...` is in the home directory
# shellcheck disable=SC2034
path_subject() {
	case $1 in
	*[[:cntrl:]]* | *//* | */./* | */../* | */.. | */. | */) bad_subject 'a path' ;;
	'~'/?*) path=$home/${1#'~'/} ;;
	/?*) path=$1 ;;
	*) bad_subject 'a path' ;;
	esac
}

# owner FILE - for a sentence
owner() { stat -c %U "$1" 2>/dev/null; }

there() { [ -e "$1" ] || [ -L "$1" ]; }
