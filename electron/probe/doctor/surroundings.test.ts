import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { Check } from '../../contract/check';
import type { LogHit } from '../../contract/probe/desktop';
import { AT, changed, desktopState, healthyFacts, type Change } from './fixtures';
import { checkOf, seenOf } from './seenFixtures';
import { SURROUNDING_ENTRIES } from './surroundings';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const hit = (kind: LogHit['kind'], path = '/home/op/.vnc/gpu-a:1.log'): LogHit => ({ path, kind, text: `line of ${kind}`, at: AT - 1000 });
const CONDA = '/home/op/miniconda3/bin/dbus-launch';
const conda = { loginDbus: [CONDA, '/usr/bin/dbus-launch', '/usr/bin/dbus-daemon'] };
const bus = { launch: '/usr/bin/dbus-launch', daemon: true };

function synchronised(verdict: Check['verdict']): Check {
  const check = checkOf({ kind: 'gpu', device: 'NVIDIA A10' }, 'NVIDIA A10/PCIe/SSE2', true);
  const evidence = check.evidence.map((each) => ({ ...each, summary: `${each.summary} Vsync was on, so its frame rate says nothing.` }));
  return { ...check, verdict, evidence, rendered: [{ seconds: 5, fps: 60.02 }] };
}

testFaults(SURROUNDING_ENTRIES, [
  {
    id: 'D15',
    fault: 'no D-Bus',
    seen: seen({ desktop: { dbus: { daemon: false } } }),
    confidence: 'likely',
    from: ['dbus'],
    shows: 'neither dbus-launch',
    cure: 'apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends dbus-x11',
  },
  {
    id: 'D15',
    fault: 'conda’s dbus-launch first, and a desktop that complains',
    seen: seen({
      login: { ...conda, startUpLines: [{ path: '/home/op/.bashrc', line: 20, kind: 'conda', text: '# >>> conda initialize >>>' }] },
      desktop: { logHits: [hit('no-dbus')] },
    }),
    confidence: 'certain',
    from: ['login-path', 'start-up-files', 'vnc-logs'],
    shows: /^\/home\/op\/miniconda3\/bin\/dbus-launch\n/,
    cure: 'words',
  },
  {
    id: 'D15',
    fault: 'a running desktop without a bus that says so',
    seen: seen({ desktop: { desktops: [desktopState({ dbus: false })], logHits: [hit('no-dbus')] } }),
    subject: ':1',
    confidence: 'likely',
    from: ['vnc-logs'],
    shows: 'line of no-dbus',
    cure: 'words',
  },
  {
    id: 'D16',
    fault: 'the runtime directory went with the last login',
    seen: seen({ system: { linger: false }, login: { runtimeDir: { path: '/run/user/1000', usable: false } } }),
    confidence: 'certain',
    from: ['home'],
    shows: 'XDG_RUNTIME_DIR=/run/user/1000',
    cure: 'enable-linger',
  },
  {
    id: 'D16',
    fault: 'a desktop with root’s runtime directory',
    seen: seen({
      system: { linger: false },
      desktop: { desktops: [desktopState({ runtimeDir: { path: '/run/user/0', usable: false } })] },
    }),
    subject: ':1',
    confidence: 'certain',
    from: ['desktop-state'],
    shows: ':1: XDG_RUNTIME_DIR=/run/user/0',
    cure: 'words',
  },
  {
    id: 'D16',
    fault: 'a desktop without one that says so',
    seen: seen({ desktop: { desktops: [desktopState({ runtimeDir: undefined })], logHits: [hit('no-runtime-dir')] } }),
    subject: ':1',
    confidence: 'likely',
    from: ['vnc-logs'],
    shows: 'line of no-runtime-dir',
    cure: 'words',
  },
  {
    id: 'D32',
    fault: 'a locker beside a desktop',
    seen: seen({ desktop: { lockers: ['xfce4-screensav'] } }),
    confidence: 'likely',
    severity: 'note',
    from: ['lockers'],
    shows: 'xfce4-screensav',
    cure: 'stop-lockers',
  },
  {
    id: 'D33',
    fault: 'a check at the refresh rate',
    seen: seenOf(healthyFacts(), { checks: [synchronised({ kind: 'gpu', device: 'NVIDIA A10' })] }),
    subject: ':1',
    confidence: 'certain',
    severity: 'note',
    from: [''],
    shows: 'It was 60.0 frames a second.',
    cure: 'words',
  },
]);

describe('no finding', () => {
  const findingsOf = (id: string, change: Change) => examined(SURROUNDING_ENTRIES, id, seen(change));

  test('where dbus-run-session is there without dbus-launch', () =>
    expect(findingsOf('D15', { desktop: { dbus: { daemon: true } } })).toEqual([]));
  test('of conda behind the system’s D-Bus', () =>
    expect(findingsOf('D15', { login: { loginDbus: ['/usr/bin/dbus-launch', CONDA] } })).toEqual([]));
  test('of a desktop that has a bus, whatever one program said', () =>
    expect(findingsOf('D15', { desktop: { dbus: bus, logHits: [hit('no-dbus')] } })).toEqual([]));
  test('of a log whose desktop has ended', () => {
    expect(
      findingsOf('D15', {
        desktop: { logHits: [hit('no-dbus', '/home/op/.vnc/gpu-a:7.log'), hit('no-dbus', '/home/op/.xsession-errors')] },
      }),
    ).toEqual([]);
    expect(findingsOf('D16', { desktop: { logHits: [hit('no-runtime-dir', '/home/op/.vnc/gpu-a:7.log')] } })).toEqual([]);
  });
  test('where XDG_RUNTIME_DIR is not set', () => expect(findingsOf('D16', { login: { runtimeDir: undefined } })).toEqual([]));
  test('of a locker at the host’s own screen', () =>
    expect(findingsOf('D32', { desktop: { lockers: ['light-locker'], desktops: [] } })).toEqual([]));
  test('of a check that proved something else', () => {
    const checks = [synchronised({ kind: 'software', renderer: 'llvmpipe' }), synchronised(undefined)];
    expect(examined(SURROUNDING_ENTRIES, 'D33', seenOf(healthyFacts(), { checks }))).toEqual([]);
  });
});

test.each([
  '/opt/conda/bin/',
  '/home/op/anaconda3/bin/',
  '/home/op/miniforge3/envs/x/bin/',
  '/opt/mambaforge/bin/',
  '/data/micromamba/bin/',
])('conda is known in %s', (folder) => {
  const login = { loginDbus: [`${folder}dbus-daemon`, '/usr/bin/dbus-daemon'] };
  expect(examined(SURROUNDING_ENTRIES, 'D15', seen({ login }))).toHaveLength(1);
});

test('D-Bus is installed with the tool of the host', () => {
  const [found] = examined(
    SURROUNDING_ENTRIES,
    'D15',
    seen({ desktop: { dbus: { daemon: false } }, system: { packageManager: 'zypper' } }),
  );
  expect(found === undefined ? '' : curesOf(found.cure)).toBe('zypper --non-interactive install dbus-1-x11');
});
