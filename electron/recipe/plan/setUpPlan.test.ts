import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { changed, xServer } from '../../probe/doctor/fixtures';
import type { SetUpStep } from '../../contract/setUp';
import { bareHost, fileOf, KNOWN_RELEASES, linesByStep, planOf, surveyOf, surveyOfAll, wishOf } from './fixtures';
import { questionsOf, type PlannedSetUp } from './setUpPlan';

const DEBIAN = bareHost('debian 12');
const SMALL = wishOf({ mode: 'software', xProxy: 'tigervnc', desktop: 'openbox' });

const stepIn = ({ plan }: PlannedSetUp, id: string): SetUpStep => {
  const step = plan.steps.find((each) => each.id === id);
  if (step === undefined) throw new Error(`No step ${id}.`);
  return step;
};
const whyIn = (planned: PlannedSetUp, id: string): string => {
  const { state } = stepIn(planned, id);
  return state.kind === 'cannot' ? state.why : '';
};

test('a bare host needs everything, in its order', () => {
  const planned = planOf(DEBIAN, SMALL);
  expect(Object.keys(linesByStep(planned))).toEqual(['package-lists', 'base', 'tigervnc', 'desktop', 'glxgears']);
  expect(planned.plan).toMatchObject({ kind: 'set-up', system: 'Debian GNU/Linux 12 (bookworm)', user: 'op', wish: SMALL });
  expect([...planned.tasks.keys()]).toEqual(planned.plan.steps.map(({ id }) => id));
});

describe('what is there already', () => {
  test.each(KNOWN_RELEASES.flatMap((release) => [true, false].map((useFiles) => [release, useFiles] as const)))(
    '%s, files %s: a second plan changes nothing',
    (release, useFiles) => {
      const facts = bareHost(release);
      const old = release.startsWith('alinux 2') || release === 'centos 7';
      const wish = wishOf({
        useFiles,
        benchmarks: !old,
        mirror: /^rhel|^ol/.test(release) ? {} : { system: 'https://mirror.example.com/x' },
      });
      const files = [fileOf('virtualgl', { depends: [['libegl1']] }), fileOf('libegl1')];
      const sums = planOf(facts, wish, surveyOf(), files).plan.steps.flatMap((step) =>
        step.files.map(({ path, text }) => [path, createHash('sha256').update(text).digest('hex')] as const),
      );
      const { plan } = planOf(facts, wish, surveyOfAll(facts, wish, files, new Map(sums)), files);
      expect(plan.steps.length).toBeGreaterThan(5);
      for (const { state, commands, uploads } of plan.steps) {
        expect(state).toMatchObject({ kind: 'already' });
        expect([...commands, ...uploads]).toEqual([]);
      }
    },
  );

  test('what shows it is told', () => {
    const survey = surveyOf({ packages: new Map([['tigervnc-standalone-server', '1.12.0+dfsg-8']]) });
    expect(stepIn(planOf(DEBIAN, SMALL, survey), 'tigervnc').state).toEqual({
      kind: 'already',
      found: 'tigervnc-standalone-server 1.12.0+dfsg-8 is installed.',
    });
  });

  test('what the probe finds counts, whatever its packages are called', () => {
    const facts = changed(DEBIAN, {
      desktop: {
        xProxies: [{ kind: 'tigervnc', version: '1.16.2', path: '/usr/local/bin/Xvnc' }],
        windowManagers: [{ id: 'openbox', name: 'Openbox' }],
        dbus: { daemon: true, launch: '/usr/bin/dbus-launch' },
        tools: { present: ['glxgears', 'xprop', 'xwininfo', 'xauth', 'python3'], missing: ['perl'] },
      },
    });
    expect(linesByStep(planOf(facts, SMALL))).toEqual({});
    expect(planOf(facts, SMALL).plan.verifications.every(({ ok }) => ok === true)).toBe(true);
  });

  test('only what is missing is named', () => {
    const survey = surveyOf({
      packages: new Map([
        ['xauth', '1'],
        ['perl', '5.36'],
      ]),
    });
    expect(linesByStep(planOf(DEBIAN, SMALL, survey))['base']?.[0]).toMatch(/ install x11-utils dbus-x11 procps$/);
  });
});

describe('package lists', () => {
  const lists = (own: Parameters<typeof surveyOf>[0]): SetUpStep['state'] =>
    stepIn(planOf(DEBIAN, SMALL, surveyOf(own)), 'package-lists').state;

  test('are fetched when they are absent or older than six hours', () => {
    expect(lists({})).toEqual({ kind: 'to-do' });
    expect(lists({ listsAge: 7 * 3600 })).toEqual({ kind: 'to-do' });
    expect(lists({ listsAge: 5 * 3600 })).toEqual({ kind: 'already', found: 'The package lists were fetched 5 h ago.' });
  });

  test('are left alone when nothing is to be installed, or nothing can be asked', () => {
    const survey = surveyOfAll(DEBIAN, SMALL, [], new Map());
    expect(stepIn(planOf(DEBIAN, SMALL, { ...survey, listsAge: undefined }), 'package-lists').state.kind).toBe('already');
    expect(planOf(DEBIAN, { ...SMALL, offline: true }).plan.steps.map(({ id }) => id)).not.toContain('package-lists');
  });

  test('that are fresh and lack a package say so', () => {
    const candidates = new Map(
      ['x11-utils', 'xauth', 'perl', 'dbus-x11', 'procps', 'openbox', 'xterm', 'mesa-utils'].map((name) => [name, '1']),
    );
    const fresh = planOf(DEBIAN, SMALL, surveyOf({ candidates, listsAge: 60 }));
    expect(whyIn(fresh, 'tigervnc')).toMatch(/package lists have no tigervnc-standalone-server: add a repository that has it/);
    expect(Object.keys(linesByStep(fresh))).toEqual(['base', 'desktop', 'glxgears']);
    // Old lists may lack what fresh ones have.
    expect(whyIn(planOf(DEBIAN, SMALL, surveyOf({ candidates, listsAge: 90_000 })), 'tigervnc')).toBe('');
  });

  test('that lack what a repository of this plan brings do not stand in the way', () => {
    const survey = surveyOf({ candidates: new Map([['curl', '7']]), listsAge: 60, packages: new Map([['ca-certificates', '1']]) });
    expect(linesByStep(planOf(DEBIAN, wishOf(), survey))).toHaveProperty('virtualgl');
  });
});

describe('the repository of VirtualGL', () => {
  const path = '/etc/apt/sources.list.d/gearview-virtualgl.list';
  const text = stepIn(planOf(DEBIAN, wishOf()), 'virtualgl-repository').files[0]?.text ?? '';
  const there = new Map([
    [path, createHash('sha256').update(text).digest('hex')],
    ['/etc/apt/keyrings/gearview-virtualgl.asc', 'ab'],
  ]);
  const state = (own: Parameters<typeof surveyOf>[0], wish = wishOf()): SetUpStep['state'] =>
    stepIn(planOf(DEBIAN, wish, surveyOf(own)), 'virtualgl-repository').state;

  test('is there once its lists are, too', () => {
    expect(state({ files: there })).toEqual({ kind: 'already', found: `${path} is there.` });
    expect(state({ files: there, candidates: new Map([['virtualgl', '3.1.4']]) }).kind).toBe('already');
    expect(state({ files: there, candidates: new Map([['curl', '7.88']]) }).kind).toBe('to-do');
  });

  test('is written anew when it is another one, or its key is gone', () => {
    expect(state({ files: new Map([...there, [path, 'ab']]) }).kind).toBe('to-do');
    expect(state({ files: new Map([...there].slice(0, 1)) }).kind).toBe('to-do');
  });

  test('is not needed where the host has VirtualGL, or another repository of it', () => {
    expect(state({ packages: new Map([['virtualgl', '3.1.4']]) })).toMatchObject({
      found: expect.stringMatching(/^No repository is needed/),
    });
    expect(state({ candidates: new Map([['virtualgl', '3.1.3']]) })).toMatchObject({
      found: expect.stringContaining('offer virtualgl 3.1.3'),
    });
  });
});

describe('what cannot be', () => {
  test('without root or sudo', () => {
    const planned = planOf(changed(DEBIAN, { login: { sudo: 'none' } }), SMALL);
    expect(whyIn(planned, 'base')).toMatch(/needs root, and sudo is not installed.*op/);
    expect(linesByStep(planned)).toEqual({});
    expect(linesByStep(planOf(changed(DEBIAN, { login: { sudo: 'none', uid: 0 } }), SMALL))).toHaveProperty('base');
  });

  test('without room: what comes before takes some, too', () => {
    // KiB: the base fits, TigerVNC after it does not.
    const planned = planOf(DEBIAN, SMALL, surveyOf({ listsAge: 60, free: new Map([['/', 300_000]]) }));
    expect(whyIn(planned, 'base')).toBe('');
    expect(whyIn(planned, 'tigervnc')).toBe('It needs about 326 MB in /usr with what comes before it, and 308 MB are free there.');
  });

  test('Xorg on version 10 of RHEL and its kin; TigerVNC there', () => {
    expect(whyIn(planOf(bareHost('almalinux 10.0'), wishOf({ mode: 'host-xorg' })), 'xorg-packages')).toMatch(/no Xorg any more/);
    expect(whyIn(planOf(bareHost('almalinux 10.0'), wishOf({ xProxy: 'tigervnc' })), 'tigervnc')).toMatch(/choose TurboVNC/);
  });

  test('pods', () => {
    for (const mode of ['pod-egl', 'pod-shared-xorg', 'pod-xorg'] as const) {
      const { plan } = planOf(DEBIAN, wishOf({ mode }));
      expect(plan.steps.map(({ state }) => state.kind)).toEqual(['cannot']);
    }
  });

  test('a VirtualGL without EGL where EGL is wished for', () => {
    const survey = surveyOf({ packages: new Map([['VirtualGL', '2.6.5-20201117']]) });
    expect(whyIn(planOf(bareHost('rocky 9.6'), wishOf(), survey), 'virtualgl')).toMatch(/no EGL back end.*rpm -e VirtualGL --allmatches/);
  });

  test('DRI3 with a TigerVNC that is too old', () => {
    const survey = surveyOf({ candidates: new Map([['tigervnc-standalone-server', '1.12.0+dfsg-8']]) });
    const planned = planOf(DEBIAN, wishOf({ mode: 'host-dri3', xProxy: 'tigervnc' }), survey);
    expect(whyIn(planned, 'tigervnc')).toMatch(/1\.12\.0\+dfsg-8 cannot use a render node, which takes 1\.14 or newer: choose TurboVNC/);
  });

  test('packages without repositories or files', () => {
    expect(whyIn(planOf(DEBIAN, { ...SMALL, offline: true }), 'glxgears')).toMatch(/package files of mesa-utils/);
  });

  test('a key that would come unprotected; an architecture that nobody builds for', () => {
    const mirror = { software: 'http://mirror.example.com' };
    expect(whyIn(planOf(DEBIAN, wishOf({ mirror })), 'virtualgl-repository')).toMatch(/over HTTPS/);
    const power = changed(DEBIAN, { system: { kernel: { release: '6', architecture: 'ppc64le' } } });
    expect(whyIn(planOf(power, wishOf()), 'turbovnc-repository')).toMatch(/not published for ppc64le/);
  });

  test('a home directory that hides characters, or is not known', () => {
    const at = (path: string) => changed(DEBIAN, { login: { home: { path, exists: true, writable: true, own: true } } });
    const files = [fileOf('virtualgl')];
    expect(whyIn(planOf(at('/home/\u202eop'), wishOf(), surveyOf(), files), 'virtualgl')).toMatch(/cannot be shown/);
    expect(stepIn(planOf(at('/home/an op'), wishOf(), surveyOf(), files), 'virtualgl').commands[0]).toMatch(
      /'\/home\/an op\/\.gearview\/packages\//,
    );
    expect(whyIn(planOf(changed(DEBIAN, { login: { home: undefined } }), wishOf(), surveyOf(), files), 'virtualgl')).toMatch(
      /home directory/,
    );
  });
});

test('very many files are installed in commands that can be shown', () => {
  const names = Array.from({ length: 200 }, (_, index) => `lib${index}`);
  const files = [fileOf('turbovnc', { depends: names.map((name) => [name]) }), ...names.map((name) => fileOf(name))];
  const step = stepIn(planOf(DEBIAN, wishOf({ offline: true }), surveyOf(), files), 'turbovnc');
  expect(step.state.kind).toBe('to-do');
  expect(step.uploads).toHaveLength(201);
  expect(step.commands.length).toBeGreaterThan(3);
  expect(step.commands.at(-1)).toContain('/turbovnc_3.1.4_amd64.deb');
});

describe('an unknown distribution', () => {
  test('is told what it needs, by the names that people know', () => {
    const planned = planOf(bareHost('arch'), wishOf());
    expect(planned.plan.steps.map(({ id, state }) => [id, state.kind])).toEqual([
      ['base', 'cannot'],
      ['driver', 'already'],
      ['virtualgl', 'cannot'],
      ['turbovnc', 'cannot'],
      ['desktop', 'cannot'],
      ['tools', 'cannot'],
    ]);
    expect(whyIn(planned, 'turbovnc')).toBe('Arch Linux is not known to a set-up: install TurboVNC 3.1 or newer in /opt/TurboVNC by hand.');
    expect(planned.plan.warnings.join(' ')).toContain('A set-up knows Ubuntu 20.04');
    expect(planned.plan.verifications).toEqual([]);
  });

  test('is asked nothing', () => {
    expect(questionsOf(bareHost('arch'), wishOf(), [])).toEqual({ packages: [], files: [], groups: [], services: [] });
  });
});

test('a survey is asked for no name that is none', () => {
  const files = [fileOf('virtualgl', { depends: [['libegl1'], ['$(id)'], ['a b'], ['-x'], ['*']] })];
  const { packages } = questionsOf(DEBIAN, wishOf(), files);
  expect(packages).toEqual(expect.arrayContaining(['virtualgl', 'libegl1', 'turbovnc', 'curl', 'x11-utils', 'mesa-utils']));
  expect(packages.filter((name) => !/^[a-z0-9.+-]+$/.test(name))).toEqual([]);
});

test('others on this host are named, and so is what else to know', () => {
  const facts = changed(bareHost('centos 7'), {
    system: { rebootRequired: 'linux-image-6.1', clockSkew: -400 },
    gpu0: { processes: [{ pid: 812, type: 'C', name: '/usr/bin/python3', memory: 900 }] },
    desktop: { xServers: [xServer({ own: false, user: 'bert', display: 3 }), xServer()] },
  });
  expect(planOf(facts, wishOf(), surveyOf({ others: ['anna'] })).plan.warnings).toEqual([
    'Others are logged in on this host: anna.',
    'Programs use the GPU now: python3 (812).',
    'Desktops and X servers of others run on this host: Xvnc :3 of bert.',
    expect.stringMatching(/^CentOS 7 ended/),
    'A reboot of this host is pending for linux-image-6.1; a driver may not work until then.',
    'The host’s clock is 400 s slow, and package servers may be refused for it: set it first.',
  ]);
  expect(planOf(DEBIAN, wishOf()).plan.warnings).toEqual([]);
});

test('what is proven afterwards: VirtualGL with an EGL device that is a GPU', () => {
  const proofs = (renderer: string) =>
    planOf(
      changed(DEBIAN, {
        gl: { eglDevices: [{ device: 'egl0', renderer }] },
        desktop: {
          virtualgl: {
            version: '3.1.4',
            inLoaderPath: true,
            group: false,
            inGroup: false,
            groupPending: false,
            xauthKey: 'absent',
            restricted: false,
          },
        },
      }),
      wishOf(),
    ).plan.verifications.filter(({ recipe }) => recipe === 'virtualgl');
  expect(proofs('NVIDIA A10/PCIe/SSE2').map(({ ok }) => ok)).toEqual([true, true]);
  expect(proofs('llvmpipe (LLVM 15.0.6, 256 bits)')).toMatchObject([
    { ok: true },
    { ok: false, got: 'egl0 llvmpipe (LLVM 15.0.6, 256 bits)' },
  ]);
});
