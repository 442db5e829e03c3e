/** The journal of a set-up in boxes: what a step, an interrupted one or one on a full disk leaves in it, and what an ordinary user reads there. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { undoPlan } from '../../../electron/recipe/run/undoPlan';
import { JOURNAL_PLAN } from '../../../electron/recipe/run/scripts';
import { runScript } from '../../../electron/connection/script';
import { SetUpPlan } from '../../../electron/contract/setUp';
import { journalBox, SMALL_PACKAGES } from '../../../e2e/support/journalBox';
import { hostOf, loadScript, openLaptop } from '../../../e2e/support/laptop';
import { startPackageProxy } from '../../../e2e/support/packageProxy';
import { whyNoBoxes } from '../../../e2e/support/release';

const why = whyNoBoxes();
const JOURNAL = '/var/lib/gearview/journal';
/** Its maintainer script has done half of its work, and waits. */
const WAITING = `sed -i 's/^ldconfig$/touch \\/run\\/half; sleep 100/' /root/one/DEBIAN/postinst; dpkg-deb -b /root/one /root/waiting.deb >/dev/null`;

describe.skipIf(why !== undefined)(`on a Debian host${why === undefined ? '' : `: did not run: ${why}`}`, { timeout: 120_000 }, () => {
  test('a step that changed nothing leaves no entry, whether it ended well or not', async () => {
    const on = await journalBox();
    expect(await on.step({ commands: [['true']] })).toMatchObject({ status: 0, marks: ['entry 0001-base', 'command 0'] });
    expect(await on.step({ commands: [['touch', '/etc/hostname']] })).toMatchObject({ status: 0 });
    expect(await on.step({ commands: [['false']], undo: [['touch', '/run/undone']] })).toMatchObject({ status: 1 });
    expect(await on.entries()).toEqual([]);
    // What its undo commands are for cannot be seen in /etc.
    await on.step({ commands: [['touch', '/run/done']], undo: [['rm', '/run/done']] });
    expect(await on.entries()).toEqual(['0001-base']);
    expect(await on.undo('0001-base')).toMatchObject({ status: 0 });
    expect(await on.box.asRoot('ls /run/done 2>&1 || :')).toContain('No such file');
  });

  test('where there is no room for a journal nothing is begun', async () => {
    const on = await journalBox('sh', { prepare: 'mkdir /var/lib/gearview; mount -t tmpfs -o size=400k tmpfs /var/lib/gearview' });
    const { status, marks, output } = await on.step({ commands: [['touch', '/etc/begun']] });
    expect({ status, marks }).toEqual({ status: 1, marks: [] });
    expect(output).toContain('could not be recorded, so it was not begun; is the disk full?');
    expect(await on.entries()).toEqual([]);
    expect(await on.box.asRoot('ls /etc/begun 2>&1 || :')).toContain('No such file');
  });

  test('a step that filled the disk is recorded all the same', async () => {
    const on = await journalBox('sh', { prepare: 'mkdir /var/lib/gearview; mount -t tmpfs -o size=4m tmpfs /var/lib/gearview' });
    const before = await on.state();
    const fill = ['sh', '-c', 'echo x >/etc/new; rm /etc/issue; groupadd new; ! cat /dev/zero >/var/lib/gearview/fill'];
    expect(await on.step({ commands: [fill, ['false']] })).toMatchObject({ status: 1 });
    expect(await on.box.asRoot(`rm /var/lib/gearview/fill; cut -d' ' -f1 ${JOURNAL}/*/ended`)).toBe('1\n');
    expect(await on.undo('0001-base')).toMatchObject({ status: 0 });
    expect(await on.state()).toEqual(before);
  });

  test.each([
    ['find', '*%C@*'],
    ['dpkg-query', '*-W*'],
  ])('a look that %s did not finish is not taken for a change', async (program, when) => {
    const on = await journalBox();
    const before = await on.state();
    const standIn = `#!/bin/sh\n[ ! -e /run/cut ] || case "$*" in ${when}) /usr/bin/${program} "$@" | head -c 5000; kill -9 $$;; esac\nexec /usr/bin/${program} "$@"\n`;
    await on.box.asRoot(`touch /run/cut; printf %s '${standIn}' >/usr/local/sbin/${program}; chmod 755 /usr/local/sbin/${program}`);
    expect(await on.step({ commands: [['touch', '/etc/new']] })).toMatchObject({ status: 1, marks: [] });
    await on.box.asRoot('rm /run/cut');
    await on.step({ commands: [['touch', '/etc/new', '/run/cut']] });
    expect(await on.undo('0001-base')).toMatchObject({ status: 1 });
    await on.box.asRoot('rm /run/cut');
    expect(await on.undo('0001-base')).toMatchObject({ status: 0 });
    await on.box.asRoot(`rm /usr/local/sbin/${program}`);
    expect(await on.state()).toEqual(before);
  });

  test('an interrupted installation is closed by the next step, and undone', async () => {
    const on = await journalBox('sh', { prepare: `${SMALL_PACKAGES}${WAITING}` });
    const before = await on.state();
    const pid = await on.begin({ commands: [['dpkg', '-i', '/root/waiting.deb']] });
    await vi.waitFor(() => on.box.asRoot('ls /run/half'), 60_000);
    await on.cutOff(pid);
    expect(await on.step({ commands: [['touch', '/etc/next']] }, 'next')).toMatchObject({ marks: ['entry 0002-next', 'command 0'] });
    expect(await on.box.asRoot(`cd ${JOURNAL}; cut -d' ' -f1 */ended; cat */packages; ls -d */*`)).toBe(
      ['lost', '0', 'installed gv-one 2', ...['0001-base', '0002-next'].flatMap(listing)].map((line) => `${line}\n`).join(''),
    );
    expect(await on.undo('0002-next')).toMatchObject({ status: 0 });
    expect(await on.undo('0001-base')).toMatchObject({ status: 0, marks: ['command 0'] });
    expect(await on.state()).toEqual(before);
  });

  test('what changed long after an interrupted step is not taken for its work', async () => {
    const on = await journalBox('sh', { prepare: SMALL_PACKAGES });
    const pid = await on.begin({ commands: [['sh', '-c', 'echo of-step >/etc/of-step; touch /run/half; exec sleep 100']] });
    await vi.waitFor(() => on.box.asRoot('ls /run/half'), 60_000);
    await on.cutOff(pid);
    await on.box.asRoot(`touch -d '9 minutes ago' ${JOURNAL}/0001-base/alive`);
    expect(await on.box.asRoot('stat -c %n /etc/of-step')).toBe('/etc/of-step\n');
    await on.step({});
    expect(await on.box.asRoot(`cut -f1,2 ${JOURNAL}/*/paths`)).toBe('created\t/etc/of-step\n');
    await on.undo('0001-base');

    const again = await on.begin({ commands: [['sh', '-c', 'touch /run/again; exec sleep 100']] });
    await vi.waitFor(() => on.box.asRoot('ls /run/again'), 60_000);
    await on.cutOff(again);
    await on.box.asRoot(`touch -d '1 hour ago' ${JOURNAL}/0001-base/alive`);
    await on.box.asRoot('echo mine >/etc/mine; dpkg -i /root/one.deb; rm /etc/issue');
    await on.step({});
    expect(await on.box.asRoot(`cat ${JOURNAL}/*/packages; cut -f1,2 ${JOURNAL}/*/paths`)).toBe('removed\t/etc/issue\n');
  });

  test('an undo that was cut off in the middle goes on, and leaves what was changed meanwhile', async () => {
    const on = await journalBox('sh', {
      prepare: `${SMALL_PACKAGES}printf '#!/bin/sh\\ntouch /run/half; [ -e /run/go ] || sleep 100\\n' >/root/one/DEBIAN/prerm; chmod 755 /root/one/DEBIAN/prerm; dpkg-deb -b /root/one /root/slow.deb >/dev/null`,
    });
    const before = await on.state();
    await on.step({
      files: [{ path: '/etc/gv-own', mode: '0644', text: 'x' }],
      commands: [['dpkg', '-i', '/root/slow.deb', '/root/three.deb']],
      undo: [['touch', '/run/undone']],
    });
    const pid = await on.begin('0001-base');
    await vi.waitFor(() => on.box.asRoot('ls /run/half'), 60_000);
    await on.cutOff(pid);
    await on.box.asRoot('touch /run/go');
    expect(await on.entries()).toEqual(['0001-base']);
    expect(await on.undo('0001-base')).toMatchObject({ status: 0, marks: ['command 0', 'command 1'] });
    expect(await on.state()).toEqual(before);
  });

  test('one that was cut off while it put files back, too', async () => {
    const on = await journalBox('sh', { prepare: SMALL_PACKAGES });
    await on.box.asRoot(
      `printf '#!/bin/sh\n[ ! -e /run/cut ] || kill -9 $PPID\nexec /usr/bin/rmdir "$@"\n' >/usr/local/bin/rmdir; chmod 755 /usr/local/bin/rmdir; touch /run/cut`,
    );
    const before = await on.state();
    await on.step({
      files: [{ path: '/usr/local/lib/gv/own', mode: '0644', text: 'x' }],
      commands: [
        ['dpkg', '-i', '/root/one.deb'],
        ['sh', '-c', 'cd /etc; echo x >mine; echo x >theirs; rm issue'],
      ],
      undo: [['sh', '-c', 'echo once >>/run/undone']],
    });
    expect(await on.undo('0001-base')).toMatchObject({ status: 137 });
    await on.box.asRoot('rm /run/cut; echo changed >/etc/theirs');
    expect(await on.undo('0001-base')).toMatchObject({ status: 0, marks: ['left /etc/theirs It was changed since.'] });
    expect(await on.box.asRoot('cat /run/undone; rm /etc/theirs')).toBe('once\n');
    expect(await on.state()).toEqual(before);
  });

  test('a package of the release, with all that its scripts do to /etc', async (context) => {
    const proxy = await startPackageProxy();
    onTestFinished(() => proxy.stop());
    const on = await journalBox('sh', { prepare: proxy.prepare });
    const fetched = await on.box.asRoot('apt-get -qq -o Acquire::Retries=0 update >/dev/null 2>&1 && echo yes || :');
    context.skip(fetched === '', 'did not run: no package lists can be fetched here');
    const before = await on.state();
    const install = [
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-y',
      '--no-install-recommends',
      'install',
      'rsyslog',
      'avahi-daemon',
    ];
    expect(await on.step({ commands: [install] })).toMatchObject({ status: 0 });
    expect(await on.box.asRoot('getent passwd avahi | cut -d: -f1')).toBe('avahi\n');
    expect((await on.undo('0001-base')).marks.filter((mark) => !mark.startsWith('command'))).toEqual([]);
    expect(await on.state()).toEqual(before);
  });

  test('an ordinary user sees what would be taken back, and no content', async () => {
    const on = await journalBox('sh', { prepare: SMALL_PACKAGES });
    await on.step(
      {
        files: [{ path: '/usr/local/lib/gv/it’s', mode: '0600', text: 'secret' }],
        commands: [
          ['dpkg', '-i', '/root/one.deb'],
          ['chmod', '700', '/etc/ssl'],
        ],
        undo: [['systemctl', 'stop', 'it']],
      },
      'desktop-openbox',
    );
    await on.step({ commands: [['touch', '/etc/next']] }, 'xorg');
    const laptop = openLaptop();
    onTestFinished(() => laptop.end());
    laptop.know(on.box.hostKeyLine);
    const records = await runScript(await laptop.connect(hostOf(on.box)), loadScript, JOURNAL_PLAN, { timeoutMs: 20_000 });
    const { plan, entries } = undoPlan(records, { id: '0123456789ab', hostId: '0123456789ab', system: 'Debian', user: 'op', at: 1 });
    expect(SetUpPlan.parse(plan).steps).toMatchObject([
      { id: 'undo-0002', recipe: 'xorg', title: 'Take back: Install xorg', commands: ['rm -f /etc/next'], state: { kind: 'to-do' } },
      {
        id: 'undo-0001',
        recipe: 'desktop',
        commands: [
          'systemctl stop it',
          'env DEBIAN_FRONTEND=noninteractive dpkg --purge gv-one',
          "rm -f '/usr/local/lib/gv/it’s'",
          'rmdir /usr/local/lib/gv',
          'rm -f /etc/gv-one.link',
          'rm -f /etc/gv-one.d/made',
          'rmdir /etc/gv-one.d',
          'rm -f /etc/gv-one.conf',
          ...['group', 'group-', 'gshadow', 'gshadow-'].map(
            (name) => `cp -a ${JOURNAL}/0001-desktop-openbox/before/etc/${name} /etc/${name}`,
          ),
          'chown 0:0 /etc/ssl',
          'chmod 755 /etc/ssl',
        ],
      },
    ]);
    expect([...entries]).toEqual([
      ['undo-0002', '0002-xorg'],
      ['undo-0001', '0001-desktop-openbox'],
    ]);
    const files = await on.box.asUser(
      `cd ${JOURNAL}/0001-*; ls; for each in *; do cat $each >/dev/null 2>&1 || echo closed $each; done; ls before/etc 2>&1 || :`,
    );
    expect(files).toContain('closed states\n');
    expect(files).toContain('Permission denied');
  });
});

const listing = (entry: string): readonly string[] =>
  ['about', 'before', 'ended', 'extra', 'files', 'packages', 'paths', 'states', 'undo'].map((name) => `${entry}/${name}`);
