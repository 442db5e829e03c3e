import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { surveyOf } from '../../../electron/recipe/survey';
import { logInToBox, type BoxLogin } from '../../../e2e/support/boxLogin';
import { loadScript } from '../../../e2e/support/laptop';
import { startLocalHost } from '../../../e2e/support/localHost';
import { whyNoBoxes } from '../../../e2e/support/release';

const why = whyNoBoxes();

describe.skipIf(why !== undefined)(`on a Debian host${why === undefined ? '' : `: did not run: ${why}`}`, () => {
  let host: BoxLogin;
  beforeAll(async () => {
    host = await logInToBox({
      release: 'bookworm',
      prepare: `groupadd render2; usermod -aG render2 op; printf hello >'/etc/a file'; printf secret >/etc/closed; chmod 600 /etc/closed`,
    });
  });
  afterAll(() => host?.end());

  const ask = (change: Partial<Parameters<typeof surveyOf>[3]>) =>
    surveyOf(host.connection, loadScript, 'apt', { packages: [], files: [], groups: [], services: [], ...change });

  test('packages: those that are whole, with their version', async () => {
    await host.box.asRoot("sed -i '/^Package: xterm$/,/^Status/s/^Status:.*/Status: install ok half-configured/' /var/lib/dpkg/status");
    const { packages, candidates } = await ask({ packages: ['openbox', 'xterm', 'no-such-package'] });
    expect([...packages.keys()]).toEqual(['openbox']);
    expect(packages.get('openbox')).toMatch(/^3\.6/);
    // Without lists apt knows what is installed, and nothing else.
    expect(candidates?.has('no-such-package') ?? false).toBe(false);
  });

  test('files by checksum, those that may not be read without', async () => {
    const { files } = await ask({ files: ['/etc/a file', '/etc/closed', '/etc/absent', '/etc'] });
    expect([...files]).toEqual([
      ['/etc/a file', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
      ['/etc/closed', ''],
    ]);
  });

  test('groups of the account and of this very login', async () => {
    expect((await ask({ groups: ['render2', 'video', 'no-such-group'] })).groups).toEqual(
      new Map([
        ['render2', { member: true, login: true }],
        ['video', { member: false, login: false }],
      ]),
    );
    await host.box.asRoot('usermod -aG video op');
    expect((await ask({ groups: ['video'] })).groups.get('video')).toEqual({ member: true, login: false });
  });

  test('R54: others who are logged in, this login left out', async () => {
    expect((await ask({})).others).toEqual([]);
    // utmp(5), which who(1) reads; it passes over processes that are gone.
    const record = "pack('s x2 i a32 a4 a32 a256 s2 i l2 i4 a20', 7, 1, $_, $_, $_, '', 0, 0, 0, time, 0, 0, 0, 0, 0, '')";
    await host.box.asRoot(`perl -e 'print map { ${record.replaceAll("'", '"')} } qw(bob op alice)' >/run/utmp`);
    expect((await ask({})).others).toEqual(['alice', 'bob']);
  });

  test('the age of the package lists, and room', async () => {
    expect((await ask({})).listsAge).toBeUndefined();
    // The lists carry the mirror's time; apt's own traces tell when they were fetched.
    await host.box.asRoot('touch -d "3 days ago" /etc/apt/sources.list /etc/apt/sources.list.d');
    await host.box.asRoot('cd /var/lib/apt/lists; touch -d "9 days ago" m_Packages; mkdir -p partial; touch -d "2 hours ago" partial');
    const { listsAge, free } = await ask({});
    expect(listsAge).toBeGreaterThanOrEqual(7200);
    expect(listsAge).toBeLessThan(7300);
    expect(free.get('/')).toBeGreaterThan(0);
    // Of a source that came since there are none.
    await host.box.asRoot(': >/etc/apt/sources.list.d/new.list');
    expect((await ask({})).listsAge).toBeUndefined();
  });
});

test.each([['/bin/dash'], ['/bin/bash'], ['busybox sh']])('with %s as /bin/sh', async (shell) => {
  const host = await startLocalHost({
    user: 'gv-survey',
    shell: [...shell.split(' '), ...(shell.includes('bash') ? ['--posix'] : []), '-s'],
  });
  try {
    const survey = await surveyOf(host, loadScript, 'apt', {
      packages: ['base-files', 'base-files'],
      files: ['/etc/os-release'],
      groups: ['daemon'],
      services: ['ssh.service'],
    });
    expect([...survey.packages.keys()]).toEqual(['base-files']);
    expect(survey.files.get('/etc/os-release')).toMatch(/^[0-9a-f]{64}$/);
    expect(survey.groups.get('daemon')).toEqual({ member: false, login: false });
  } finally {
    await host.stop();
  }
});
