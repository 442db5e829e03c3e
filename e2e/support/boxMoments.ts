/** What befalls a box in the middle of its work: links that are cut, power that goes, and a dpkg that is caught in the act. */
import type { Box } from './box';

/** Ends what serves the connections now, as a broken link does; nobody is told. */
export const cutLink = (box: Box): Promise<string> =>
  box.asRoot(`
for each in /proc/[0-9]*; do
	[ "$each" = /proc/1 ] && continue
	case $(cat "$each/comm" 2>/dev/null) in sshd*) kill -s KILL "\${each#/proc/}" 2>/dev/null ;; esac
done
true`);

/** dpkg logs lines like `status half-installed xterm:amd64 379-1`. Runs \`then\` as soon as there is one with this text. */
const caught = (box: Box, text: string, then: string): Promise<string> =>
  box.asRoot(`until grep -q '${text}' /var/log/dpkg.log 2>/dev/null; do :; done; ${then}`);

/** Of the box's own processes alone: a shell that is not among them ends here. */
const INSIDE = '[ "$(cat /proc/1/comm)" = sshd ] && [ "$(readlink /proc/self/ns/pid)" = "$(readlink /proc/1/ns/pid)" ]';

/** As a power cut then: every process but the first is gone at once, and what was in /run with it. */
export const loseHostAt = (box: Box, text: string): Promise<string> =>
  caught(box, text, `${INSIDE} && kill -s KILL -- -1 && rm -rf /run/gearview.*`);

/** dpkg stands still then. */
export const freezeDpkgAt = (box: Box, text: string): Promise<string> => caught(box, text, 'kill -s STOP $(pidof dpkg)');

/** Lets it go on once somebody wants it to end (proc(5): bit 14 of what is pending is SIGTERM); the end of what started it does so, too. */
export const thawDpkgWhenTold = (box: Box): Promise<string> =>
  box.asRoot(`
pid=$(pidof dpkg)
until grep -qsE '^(SigPnd|ShdPnd):.*[4567cdef]...$' "/proc/$pid/status" || [ ! -e "/proc/$pid" ]; do :; done
kill -s CONT "$pid" 2>/dev/null
true`);

export const thawDpkg = (box: Box): Promise<string> => box.asRoot('kill -s CONT $(pidof dpkg)');
