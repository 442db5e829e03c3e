/** A box where steps of a set-up are done and taken back by root, without an app: what changes on it, and what the scripts say. */
import { onTestFinished } from 'vitest';
import { startBox, type Box, type BoxOptions } from './box';
import { loadScript } from './laptop';
import { scriptText } from '../../electron/connection/script';
import type { Task } from '../../electron/recipe/plan/recipe';
import { WORK } from '../../electron/recipe/run/scripts';
import { taskText } from '../../electron/recipe/run/taskText';

const MARK = 'ab'.repeat(16);

export interface Work {
  readonly status: number;
  /** `key value value` of each mark. */
  readonly marks: readonly string[];
  /** Without the marks. */
  readonly output: string;
}

export interface JournalBox {
  readonly box: Box;
  /** Does a step as act.sh does; one that is named nothing else is `base`. */
  step(task: Partial<Task>, name?: string): Promise<Work>;
  undo(entry: string): Promise<Work>;
  /** Begins the same in the background; its pid in the box, and what it says is lost. */
  begin(what: Partial<Task> | string): Promise<number>;
  /** Kills it and all that it started at once, as when the power goes. */
  cutOff(pid: number): Promise<void>;
  /** Every path of /etc and /usr/local with type, mode, owner, content and link, and all packages. */
  state(): Promise<readonly string[]>;
  /** Names of the entries of the journal, oldest first. */
  entries(): Promise<readonly string[]>;
}

const STATE = `cd /; { find etc usr/local -printf '%p %y %m %U:%G %l\\n'; find etc usr/local -type f -exec sha256sum {} +; dpkg-query -W; } | LC_ALL=C sort`;

const FAMILY =
  '{ parent[$1] = $2 } END { for (pid in parent) { for (each = pid; each > 1 && each != root;) each = parent[each]; if (each == root) print pid } }';

/** It ends with the test. `shell`: what runs the scripts, by its words. */
export async function journalBox(shell = 'sh', options: Partial<BoxOptions> = {}): Promise<JournalBox> {
  const box = await startBox({ release: 'bookworm', programs: ['/usr/bin/busybox'], ...options });
  onTestFinished(() => box.stop());

  async function put(what: Partial<Task> | string, name = 'base'): Promise<void> {
    const undoes = typeof what === 'string';
    const parts = await Promise.all(WORK[undoes ? 'undo' : 'task'].map(loadScript));
    const parameters = {
      RUN: '0123456789ab',
      STEP: name,
      TITLE: `Install ${name}`,
      POSITION: '1 1',
      OWNER: 'anna@laptop',
      LOGIN: 'op',
      MARK,
      LAST: undoes ? 'yes' : '',
      OVER: '',
      COMMAND_SECONDS: '60',
      WAIT_SECONDS: '5',
      TASK: undoes ? '' : taskText({ files: [], commands: [], undo: [], ...what }),
      ENTRY: undoes ? what : '',
    };
    const text = scriptText('', parameters, ['set -u; LC_ALL=C; export LC_ALL; umask 022', ...parts]);
    // In pieces: a word of a command line holds 128 KiB.
    await box.asRoot(`rm -f /run/work`);
    const coded = Buffer.from(text).toString('base64');
    for (let at = 0; at < coded.length; at += 64_000)
      await box.asRoot(`printf %s '${coded.slice(at, at + 64_000)}' | base64 -d >>/run/work; [ -p /run/hold ] || mkfifo /run/hold`);
  }

  async function done(what: Partial<Task> | string, name?: string): Promise<Work> {
    await put(what, name);
    const said = await box.asRoot(`cd /; ${shell} /run/work <>/run/hold 2>&1; printf '\\n%s' $?`);
    const lines = said.split('\n');
    const words = (line: string): string =>
      line
        .split('\t')
        .slice(1)
        .map((value, at) => (at === 0 ? value : value === '-' ? '' : Buffer.from(value, 'base64').toString('utf8')))
        .join(' ');
    return {
      status: Number(lines.at(-1)),
      marks: lines.filter((line) => line.startsWith(MARK)).map(words),
      output: lines
        .slice(0, -1)
        .filter((line) => !line.startsWith(MARK))
        .join('\n'),
    };
  }

  return {
    box,
    step: done,
    undo: (entry) => done(entry),
    async begin(what) {
      await put(what);
      return Number(await box.asRoot(`cd /; setsid ${shell} /run/work <>/run/hold >/dev/null 2>&1 & echo $!`));
    },
    async cutOff(pid) {
      // What stands still starts nothing that would be missed; and a lock goes only with the last of them.
      await box.asRoot(`kill -STOP ${pid}; all=$(ps -e -o pid=,ppid= | awk -v root=${pid} '${FAMILY}'); kill -9 $all
while grep -qs '^State:.[^Z]' $(printf '/proc/%s/status ' $all); do sleep 0.05; done`);
    },
    state: async () => (await box.asRoot(STATE)).split('\n'),
    entries: async () => (await box.asRoot('ls /var/lib/gearview/journal 2>/dev/null || :')).split('\n').filter((name) => name !== ''),
  };
}

/** Lines for `prepare`: packages in /root/NAME.deb. `one` has a configuration file, a group, a link and a folder that only purging removes; `two` needs it. */
export const SMALL_PACKAGES = `
make() {
	mkdir -p "/root/$1/DEBIAN" "/root/$1/etc" "/root/$1/usr/share/gv-$1"
	printf 'Package: gv-%s\\nVersion: %s\\nArchitecture: all\\nMaintainer: x <x@example.com>\\nDescription: x\\n%s' "$1" "$2" "$3" >"/root/$1/DEBIAN/control"
	echo "first $2" >"/root/$1/etc/gv-$1.conf"
	echo "/etc/gv-$1.conf" >"/root/$1/DEBIAN/conffiles"
	printf '#!/bin/sh\\n[ "$1" = configure ] || exit 0\\ngroupadd -f gv-%s\\nmkdir -p /etc/gv-%s.d\\necho made >/etc/gv-%s.d/made\\nln -sf gv-%s.conf /etc/gv-%s.link\\nldconfig\\n' "$1" "$1" "$1" "$1" "$1" >"/root/$1/DEBIAN/postinst"
	printf '#!/bin/sh\\n[ "$1" = purge ] || exit 0\\nrm -rf /etc/gv-%s.d\\n' "$1" >"/root/$1/DEBIAN/postrm"
	chmod 755 "/root/$1/DEBIAN/postinst" "/root/$1/DEBIAN/postrm"
	dpkg-deb -b "/root/$1" "/root/$4.deb" >/dev/null
}
make one 1 '' one
make two 1 'Depends: gv-one
' two
make three 1 '' three
make one 2 '' newer
`;
