# shellcheck shell=dash
# ask.sh - how a probe asks: one record a question, with the command that answered it.
# Parameters: none. Prints: nothing by itself. Changes: nothing.

# A record is NAME<TAB>base64 of: status, line break, command, NUL, what the command printed (stdout and stderr).
# Status 3: it does not apply here, 4: this user may not read it; the text says why in a sentence. 124: no answer in time.
gv_answer() {
	printf '%s\t' "$1"
	{
		printf '%s\n%s\000' "$2" "$3"
		if [ "${#4}" -gt 32768 ]; then printf '%s' "$4" | head -c 32768; else printf '%s' "$4"; fi
	} | gv_coded
	printf '\n'
}

# A fork less for each of many answers, where base64(1) has the option.
if [ "$(printf gv | base64 -w 0 2>/dev/null)" = Z3Y= ]; then
	gv_coded() { base64 -w 0; }
else
	gv_coded() { base64 | tr -d '\n'; }
fi

# ask NAME COMMAND [SECONDS] - COMMAND is a constant text for sh -c, so that what is shown to the operator is what ran
ask() {
	gv_text=$(timeout -k 1 "${3:-5}" sh -c "$2" 2>&1 </dev/null)
	gv_answer "$1" "$?" "$2" "$gv_text"
}

# tell NAME COMMAND FUNCTION ARGUMENT... - a function of these scripts answers; COMMAND tells an operator the same
tell() {
	gv_name=$1
	gv_shown=$2
	shift 2
	gv_text=$("$@" 2>&1 </dev/null)
	gv_answer "$gv_name" "$?" "$gv_shown" "$gv_text"
}
