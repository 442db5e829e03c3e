/** Steps taken back in boxes: exactly what they changed, and nothing that others changed or need since (R56). */
import { describe, expect, onTestFinished, test } from 'vitest';
import { journalBox, SMALL_PACKAGES } from '../../../e2e/support/journalBox';
import { startPackageProxy } from '../../../e2e/support/packageProxy';
import { whyNoBoxes } from '../../../e2e/support/release';

const why = whyNoBoxes();
const WITH_PACKAGES = { prepare: SMALL_PACKAGES };
const INSTALL_BOTH = { commands: [['dpkg', '-i', '/root/one.deb', '/root/two.deb']] };
const RESTORED = ['group', 'group-', 'gshadow', 'gshadow-'].map((name) => `Restored /etc/${name}\n`).join('');
/** A host whose packages are those of rpm: `two` needs `one`. */
const SMALL_RPMS = `
make() {
	printf 'Name: gv-%s\\nVersion: 1\\nRelease: 1\\nSummary: x\\nLicense: x\\nBuildArch: noarch\\n%s\\n%%description\\nx\\n' "$1" "$2" >/root/spec
	printf '%%install\\nmkdir -p %%{buildroot}/etc\\necho first >%%{buildroot}/etc/gv-%s.conf\\n%%files\\n%%config /etc/gv-%s.conf\\n' "$1" "$1" >>/root/spec
	rpmbuild --quiet --define '_topdir /root/rpm' -bb /root/spec >/dev/null 2>&1
}
make one ''; make two 'Requires: gv-one >= 1'; make three ''
cp /var/lib/dpkg/status /root/status; : >/var/lib/dpkg/status; mkdir -p /var/lib/rpm; rpm --initdb;`;
const gone = ({ box }: Awaited<ReturnType<typeof journalBox>>) => box.asRoot('ls -A /var/lib/gearview 2>&1 || :');

describe.skipIf(why !== undefined)(`on a Debian host${why === undefined ? '' : `: did not run: ${why}`}`, { timeout: 120_000 }, () => {
  test.each([
    ['dash', 'bookworm'],
    ['bash', 'bookworm'],
    ['busybox sh', 'bookworm'],
    ['sh', 'trixie'],
  ] as const)('under %s on %s everything of a step is taken back exactly', async (shell, release) => {
    const on = await journalBox(shell, { ...WITH_PACKAGES, release });
    await on.box.asRoot(`mkdir -p '/etc/odd	and
broken' /etc/leaves /etc/folder; echo 'a\\b' >'/etc/odd	and
broken/a\\b'; touch -d 2020-01-02 /etc/issue.net; ln -s issue.net /etc/turns; echo x >/etc/folder/in; chmod 2750 /etc/leaves; head -c 21m /dev/zero >/etc/large`);
    const [before, times] = [await on.state(), await on.box.asRoot('stat -c %y /etc/issue.net /etc/hostname')];
    const step = await on.step({
      files: [
        { path: '/usr/local/lib/made/for/it.conf', mode: '0640', text: 'text\n' },
        { path: '/etc/issue.net', mode: '0644', text: 'other\n' },
      ],
      commands: [
        ...INSTALL_BOTH.commands,
        ['groupadd', 'vglusers'],
        ['sh', '-c', 'cd /etc/odd*; rm *; mkdir "new\n\t\\n"; echo y >"new\n\t\\n/file"; ln -s "to\n\t" link'],
        ['sh', '-c', 'cd /etc; rmdir leaves; rm turns; mkdir turns; touch turns/now; rm -r folder; ln -s turns folder; chmod 700 ssl'],
      ],
      undo: [['sh', '-c', 'echo "$1" >/run/undone', 'sh', "it's\n"]],
    });
    expect(step).toMatchObject({ status: 0 });
    expect(await on.state()).not.toEqual(before);
    expect(await on.undo('0001-base')).toMatchObject({ status: 0, marks: ['command 0', 'command 1'] });
    expect(await on.state()).toEqual(before);
    expect(await on.box.asRoot('cat /run/undone; stat -c %y /etc/issue.net /etc/hostname')).toBe(`it's\n\n${times}`);
    expect(await gone(on)).toContain('No such file');
  });

  test('R56: what somebody changed since stays as it is, and is said', async () => {
    const on = await journalBox('sh', WITH_PACKAGES);
    const before = await on.state();
    await on.step({ ...INSTALL_BOTH, files: [{ path: '/usr/local/lib/gv.conf', mode: '0644', text: 'text\n' }] });
    await on.box.asRoot(
      'echo mine >>/etc/gv-one.conf; echo mine >/usr/local/lib/gv.conf; echo mine >/etc/gv-two.d/mine; chmod 600 /etc/gv-two.d/made; groupadd mine',
    );
    const { status, marks } = await on.undo('0001-base');
    expect(status).toBe(0);
    expect(marks.filter((mark) => mark.startsWith('left'))).toEqual([
      'left /etc/group It was changed since.',
      'left /etc/group- It was changed since.',
      'left /etc/gshadow It was changed since.',
      'left /etc/gshadow- It was changed since.',
      'left /etc/gv-one.conf It was changed since.',
      'left /etc/gv-two.d/made It was changed since.',
      'left /usr/local/lib/gv.conf It was changed since.',
    ]);
    expect(
      await on.box.asRoot('cd /etc; cat gv-one.conf gv-two.d/mine /usr/local/lib/gv.conf; stat -c %a gv-two.d/made; getent group mine'),
    ).toMatch(/^first 1\nmine\nmine\nmine\n600\nmine:/);
    const paths = (lines: readonly string[]) => lines.filter((line) => line.startsWith('etc/')).map((line) => line.split(' ')[0]);
    expect(paths(await on.state()).filter((path) => !paths(before).includes(path))).toEqual([
      'etc/gv-one.conf',
      'etc/gv-two.d',
      'etc/gv-two.d/made',
      'etc/gv-two.d/mine',
    ]);
    expect(await on.box.asRoot('dpkg-query -W "gv-*" 2>&1 || :')).not.toMatch(/\t1/);
  });

  test('a package that something else needs now is kept, with what belongs to it', async () => {
    const on = await journalBox('sh', WITH_PACKAGES);
    await on.step({
      commands: [['dpkg', '-i', '/root/one.deb', '/root/three.deb']],
      files: [{ path: '/etc/gv-own', mode: '0644', text: 'x' }],
    });
    await on.box.asRoot('dpkg -i /root/two.deb');
    const { status, marks } = await on.undo('0001-base');
    expect(status).toBe(0);
    expect(marks).toContain('kept gv-one gv-two needs it.');
    expect(marks).toContain('left /etc/gv-one.link gv-one stays, and may need it.');
    expect(await on.box.asRoot('cd /etc; ls -d gv-*; getent group gv-one | cut -d: -f1; dpkg-query -W "gv-*"')).toBe(
      'gv-one.conf\ngv-one.d\ngv-one.link\ngv-three.link\ngv-two.conf\ngv-two.d\ngv-two.link\ngv-one\ngv-one\t1\ngv-three\t\ngv-two\t1\n'.replace(
        'gv-three\t\n',
        '',
      ),
    );
    expect(await on.entries()).toEqual([]);
  });

  test('a package that was upgraded stays so, one whose configuration was there before leaves it there', async () => {
    const on = await journalBox('sh', WITH_PACKAGES);
    await on.box.asRoot('dpkg -i /root/three.deb; echo kept >/etc/gv-three.conf; dpkg --remove gv-three');
    const before = await on.state();
    expect(await on.step({ commands: [['dpkg', '-i', '/root/three.deb']] })).toMatchObject({ status: 0 });
    expect(await on.undo('0001-base')).toMatchObject({ status: 0 });
    expect(await on.state()).toEqual(before);
    await on.box.asRoot('dpkg -i /root/one.deb');
    await on.step({ commands: [['dpkg', '-i', '/root/newer.deb', '/root/two.deb']] });
    const { status, marks } = await on.undo('0001-base');
    expect(status).toBe(0);
    expect(marks).toContain('kept gv-one It was upgraded from 1 to 2, which is not taken back.');
    expect(await on.box.asRoot('dpkg-query -W -f "\\${Package} \\${Version} \\${db:Status-Abbrev}\\n" "gv-*"')).toBe(
      'gv-one 2 ii \ngv-three 1 rc \n',
    );
  });

  test('a package that cannot be removed keeps the entry, until it can', async () => {
    const on = await journalBox('sh', {
      prepare: `${SMALL_PACKAGES}printf '#!/bin/sh\\n[ -e /run/may ]\\n' >/root/one/DEBIAN/prerm; chmod 755 /root/one/DEBIAN/prerm; dpkg-deb -b /root/one /root/stays.deb >/dev/null`,
    });
    const before = await on.state();
    await on.step({ commands: [['dpkg', '-i', '/root/stays.deb']] });
    const after = await on.state();
    expect(await on.undo('0001-base')).toMatchObject({ status: 1, marks: ['command 0'] });
    expect(await on.state()).toEqual(after);
    await on.box.asRoot('touch /run/may');
    expect(await on.undo('0001-base')).toMatchObject({ status: 0 });
    expect(await on.state()).toEqual(before);
  });

  test('a file that is mounted, as in containers, is written in place', async () => {
    const on = await journalBox('sh', { prepare: 'echo first >/run/hosts; touch /etc/hosts; mount --bind /run/hosts /etc/hosts' });
    const before = await on.state();
    await on.step({ commands: [['sh', '-c', 'echo more >>/etc/hosts']] });
    expect(await on.undo('0001-base')).toEqual({ status: 0, marks: [], output: 'Restored /etc/hosts\n' });
    expect(await on.state()).toEqual(before);
    expect(await on.box.asRoot('cat /run/hosts')).toBe('first\n');
  });

  test('packages of rpm, too', async (context) => {
    const proxy = await startPackageProxy();
    onTestFinished(() => proxy.stop());
    const on = await journalBox('sh', { prepare: proxy.prepare });
    const made = await on.box.asRoot(
      `{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install rpm; } >/dev/null 2>&1 && { ${SMALL_RPMS} } && echo yes || :`,
    );
    context.skip(made === '', 'did not run: rpm cannot be fetched here');
    const at = (name: string) => `/root/rpm/RPMS/noarch/gv-${name}-1-1.noarch.rpm`;
    const before = await on.state();
    await on.step({ commands: [['rpm', '-i', '--nodeps', at('one'), at('two'), at('three')]] });
    expect(await on.box.asRoot('rpm -qa | sort')).toBe('gv-one-1-1.noarch\ngv-three-1-1.noarch\ngv-two-1-1.noarch\n');
    expect(await on.undo('0001-base')).toMatchObject({ status: 0, marks: ['command 0'] });
    expect(await on.box.asRoot('rpm -qa')).toBe('');
    expect(await on.state()).toEqual(before);

    await on.step({ commands: [['rpm', '-i', '--nodeps', at('one'), at('three')]] });
    await on.box.asRoot(`rpm -i --nodeps ${at('two')}; echo mine >>/etc/gv-three.conf`);
    expect((await on.undo('0001-base')).marks).toEqual([
      'kept gv-one-1-1.noarch gv-two-1-1.noarch needs it.',
      'command 0',
      'left /etc/gv-one.conf gv-one-1-1.noarch stays, and may need it.',
      'left /etc/gv-three.conf It was changed since.',
    ]);
    expect(await on.box.asRoot('rpm -qa | sort; cd /etc; ls gv-*; cat gv-three.conf')).toBe(
      'gv-one-1-1.noarch\ngv-two-1-1.noarch\ngv-one.conf\ngv-three.conf\ngv-two.conf\nfirst\nmine\n',
    );
  });

  test('three entries that changed the same files are undone newest first', async () => {
    const on = await journalBox();
    const before = await on.state();
    for (const name of ['one', 'two', 'three']) await on.step({ commands: [['groupadd', name]] }, name);
    expect(await on.entries()).toEqual(['0001-one', '0002-two', '0003-three']);
    for (const entry of ['0003-three', '0002-two', '0001-one'])
      expect(await on.undo(entry)).toEqual({ status: 0, marks: [], output: RESTORED });
    expect(await on.state()).toEqual(before);
    expect(await gone(on)).toContain('No such file');
  });

  test('of an entry in the middle goes what no other has changed', async () => {
    const on = await journalBox();
    for (const name of ['one', 'two', 'three'])
      await on.step(
        {
          commands: [
            ['groupadd', name],
            ['touch', `/etc/of-${name}`],
          ],
          undo: [['groupdel', name]],
        },
        name,
      );
    const { status, marks } = await on.undo('0002-two');
    expect(status).toBe(0);
    expect(marks).toContain('left /etc/group It was changed since.');
    expect(await on.box.asRoot('cd /etc; ls -d of-*; tail -n 2 group | cut -d: -f1')).toBe('of-one\nof-three\none\nthree\n');
    expect(await on.entries()).toEqual(['0001-one', '0003-three']);
    expect(await on.step({ commands: [['touch', '/etc/of-four']] }, 'four')).toMatchObject({ marks: ['entry 0004-four', 'command 0'] });
    expect(await on.undo('0002-two')).toMatchObject({ status: 0, marks: [], output: expect.stringContaining('nothing of this step') });
  });
});
