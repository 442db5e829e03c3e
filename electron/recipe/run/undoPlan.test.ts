/** Plans of undos, from what the script that reads a journal says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScriptRecord } from '../../connection/script';
import { SetUpPlan } from '../../contract/setUp';
import { undoPlan } from './undoPlan';

const ABOUT = { id: '0123456789ab', hostId: 'ba9876543210', system: 'Debian GNU/Linux 12 (bookworm)', user: 'op', at: 1 };
const SELF: ScriptRecord = { key: 'self', values: ['user', 'sudo', 'dpkg'] };
const coded = (word: string): string => Buffer.from(word).toString('base64');

interface Lists {
  readonly title?: string;
  readonly user?: string;
  readonly undo?: readonly (readonly string[])[];
  readonly packages?: readonly string[];
  readonly paths?: readonly string[];
  /** Absent: the step was interrupted. */
  readonly ended?: string;
}

/** As resources/recipe/set-up/journalPlan.sh prints it. */
function entry(id: string, { title = 'Install it', user = 'op', undo = [], packages = [], paths = [], ended }: Lists): ScriptRecord {
  const list = (name: string, lines: readonly string[], of = lines.length): string =>
    of === 0 ? '' : [`#${name}`, ...lines, `#of ${of}`, ''].join('\n');
  const text = [
    list('about', [`title ${coded(title)}`, 'step it', `user ${user}`, 'at 1700000000']),
    list(
      'undo',
      undo.map((words) => `undo ${words.map(coded).join(' ')}`),
    ),
    list('packages', packages),
    list('paths', paths),
    list('ended', ended === undefined ? [] : [`${ended} 1700000001`]),
  ].join('');
  return { key: 'entry', values: [id, text] };
}

const planned = (records: readonly ScriptRecord[]) => {
  const { plan, entries } = undoPlan(records, ABOUT);
  return { ...SetUpPlan.parse(plan), entries };
};
const commands = (lists: Lists, self = SELF) => planned([self, entry('0001-base', { ended: '0', ...lists })]).steps[0]?.commands;

test('a step for each entry, newest first, with the recipe that its name tells', () => {
  const { kind, steps, entries, warnings } = planned([
    SELF,
    entry('0012-gpu-access', { ended: '0' }),
    entry('0003-desktop-openbox', { ended: '0' }),
    entry('0002-something', { ended: '0', title: '' }),
  ]);
  expect(kind).toBe('undo');
  expect(steps).toMatchObject([
    {
      id: 'undo-0012',
      recipe: 'gpu-access',
      title: 'Take back: Install it',
      state: { kind: 'to-do' },
      root: true,
      undo: 'Run the set-up again.',
    },
    { id: 'undo-0003', recipe: 'desktop' },
    { id: 'undo-0002', recipe: 'base', title: 'Take back: something' },
  ]);
  expect([...entries.values()]).toEqual(['0012-gpu-access', '0003-desktop-openbox', '0002-something']);
  expect(warnings).toEqual([]);
});

test('commands in their order: undo, packages, what was created from the inside out, what was there before', () => {
  expect(
    commands({
      undo: [['systemctl', 'stop', "it's"], ['true']],
      packages: ['installed gv-one 1', 'installed libgv:i386 2', 'upgraded libc6 1 2', 'removed old 1'],
      paths: [
        'created\t/etc/new\t-\t-\t-\td',
        'created\t/etc/new/a file\t-\t-\t-\tf',
        'replaced\t/etc/group\tf\t644\t0:0\tf',
        'replaced\t/etc/ssl\td\t755\t0:0\td',
        'removed\t/etc/gone\td\t2750\t0:4\t-',
        'removed\t/etc/gone/link\tl\t-\t0:0\t-',
      ],
    }),
  ).toEqual([
    String.raw`systemctl stop 'it'\''s'`,
    'true',
    'env DEBIAN_FRONTEND=noninteractive dpkg --purge gv-one libgv:i386',
    "rm -f '/etc/new/a file'",
    'rmdir /etc/new',
    'cp -a /var/lib/gearview/journal/0001-base/before/etc/group /etc/group',
    'chown 0:0 /etc/ssl',
    'chmod 755 /etc/ssl',
    'mkdir /etc/gone',
    'chown 0:4 /etc/gone',
    'chmod 2750 /etc/gone',
    'cp -a /var/lib/gearview/journal/0001-base/before/etc/gone/link /etc/gone/link',
  ]);
});

test('rpm takes packages away at once; dpkg leaves a configuration that was there before', () => {
  const packages = ['installed one 1', 'reinstalled two 1'];
  expect(commands({ packages }, { key: 'self', values: ['user', 'sudo', 'rpm'] })).toEqual(['rpm -e one two']);
  expect(commands({ packages })).toEqual([
    'env DEBIAN_FRONTEND=noninteractive dpkg --remove one two',
    'env DEBIAN_FRONTEND=noninteractive dpkg --purge one',
  ]);
});

test('what it changes, and what to know before', () => {
  const step = planned([
    SELF,
    entry('0001-base', {
      ended: 'lost',
      user: 'anna',
      packages: ['installed nvidia-driver 1', 'installed libcuda1 1', 'upgraded libc6 1 2', 'removed nouveau 1'],
      paths: ['created\t/etc/x\t-\t-\t-\tf', 'replaced\t/etc/group\tf\t644\t0:0\tf'],
    }),
  ]).steps[0];
  expect(step?.changes).toBe(
    'Removes 2 packages, removes 1 file or folder, restores 1 file or folder; what was changed since, or is needed by something else now, stays.',
  );
  expect(step?.warning).toBe(
    'This step was interrupted. anna did this step. These packages were upgraded and stay so: libc6. These packages were removed and do not come back: nouveau.',
  );
});

test('the NVIDIA driver is never taken back', () => {
  const { state } = planned([SELF, entry('0001-driver', { packages: ['installed nvidia-driver 1'] })]).steps[0] ?? {};
  expect(state).toMatchObject({ kind: 'already', found: expect.stringContaining('stays') });
});

describe('where it cannot be told, or done', () => {
  test('a step that was cut off is worked out when it is taken back', () => {
    const step = planned([SELF, entry('0001-base', { undo: [['true']] })]).steps[0];
    expect(step?.commands).toEqual(['true', '# It was interrupted: what else it changed is worked out when it is taken back.']);
    expect(step?.changes).toBe('Takes back whatever the interrupted step had changed.');
  });

  test('without sudo only root can', () => {
    const state = (...values: readonly string[]) => planned([{ key: 'self', values }, entry('0001-base', { ended: '0' })]).steps[0]?.state;
    expect(state('user', 'none', 'dpkg')).toEqual({
      kind: 'cannot',
      why: 'It needs root, and sudo is not installed: log in as root to take it back.',
    });
    expect(state('root', 'none', 'dpkg')).toEqual({ kind: 'to-do' });
  });

  test('what does not fit is summed up, whether the host or the plan cut it', () => {
    const paths = Array.from({ length: 100 }, (_, at) => `created\t/etc/${at}\t-\t-\t-\tf`);
    const lines = commands({ paths }) ?? [];
    expect(lines).toHaveLength(64);
    expect(lines.at(-1)).toBe(
      '# and 37 more, for what is listed in /var/lib/gearview/journal/0001-base/packages and /var/lib/gearview/journal/0001-base/paths',
    );
    const cut = entry('0001-base', { ended: '0', paths: paths.slice(0, 2) });
    const [id = '', text = ''] = cut.values;
    const step = planned([SELF, { key: 'entry', values: [id, text.replace('#of 2', '#of 12')] }]).steps[0];
    expect(step?.commands.at(-1)).toContain('and 10 more');
    expect(step?.changes).toContain('and 10 more');
  });

  test('a long list of packages is told in several lines, a line that cannot be shown only counted', () => {
    const packages = Array.from({ length: 450 }, (_, at) => `installed a-package-with-a-name-${at} 1`);
    const lines = commands({ packages, undo: [['echo', 'x'.repeat(9000)]] }) ?? [];
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain('and 1 more');
  });

  test('more entries than a plan has steps', () => {
    const { steps, warnings } = planned([
      SELF,
      ...Array.from({ length: 70 }, (_, at) => entry(`${1070 - at}-base`, { ended: '0' })),
      { key: 'more', values: ['6'] },
    ]);
    expect(steps).toHaveLength(64);
    expect(warnings).toEqual(['6 older steps do not fit into this plan; plan again afterwards.']);
  });

  test('nothing that a host says can disguise a line, or be too long for the contract', () => {
    const { steps } = planned([
      SELF,
      entry('0001-base', {
        ended: '0',
        title: `a\u202e\n${'t'.repeat(5000)}`,
        user: 'u'.repeat(5000),
        undo: [['a\u202eb\n']],
        packages: [`upgraded ${'p'.repeat(5000)} 1 2`],
        paths: ['created\t/etc/new\u0001line\u0002tab\t-\t-\t-\tf'],
      }),
    ]);
    expect(steps[0]?.commands).toEqual(["'a b '", "rm -f '/etc/new line tab'"]);
  });

  test('any records give a plan', () => {
    const values = fc.array(fc.oneof(fc.string(), fc.constantFrom('0001-base', '#packages\ninstalled\n#of x\n#paths\ncreated\t\n')));
    fc.assert(
      fc.property(fc.array(fc.record({ key: fc.constantFrom('self', 'entry', 'more'), values })), (records) => {
        expect(SetUpPlan.safeParse(undoPlan(records, ABOUT).plan).success).toBe(true);
      }),
    );
  });
});
