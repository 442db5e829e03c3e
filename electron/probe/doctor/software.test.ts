import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { Facts } from '../../contract/probe';
import { changed, healthyFacts, type Change } from './fixtures';
import { seenOf } from './seenFixtures';
import { SOFTWARE_ENTRIES } from './software';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const APT = 'apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends';
const home = (path: string) => seen({ login: { home: { path, exists: true, writable: true, own: true } } });
const missing = (tools: string[], present: string[] = []) => ({ desktop: { tools: { present, missing: tools } } });

testFaults(SOFTWARE_ENTRIES, [
  {
    id: 'D46',
    fault: 'TigerVNC’s vncserver before TurboVNC’s',
    seen: seen({ desktop: { vncserverCommand: { path: '/usr/bin/vncserver', of: 'tigervnc' } } }),
    confidence: 'certain',
    severity: 'note',
    from: ['vncserver-command', 'x-proxies'],
    shows: '/usr/bin/vncserver: TigerVNC',
    cure: 'words',
  },
  {
    id: 'D65',
    fault: 'a blank in the path of the home directory',
    seen: home('/home/DOMAIN/op er'),
    confidence: 'certain',
    severity: 'blocks',
    from: ['home'],
    shows: '/home/DOMAIN/op er',
    cure: 'words',
  },
  {
    id: 'D66',
    fault: 'no X proxy',
    seen: seen({ desktop: { xProxies: [] } }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['x-proxies'],
    shows: 'no Xvnc',
    cure: `${APT} tigervnc-standalone-server`,
  },
  {
    id: 'D68',
    fault: 'no window manager',
    seen: seen({ desktop: { windowManagers: [] } }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['window-managers'],
    shows: 'none found',
    cure: `${APT} xfce4 xfce4-terminal dbus-x11 at-spi2-core`,
  },
  {
    id: 'D69',
    fault: 'glxgears and xprop missing',
    seen: seen(missing(['glxgears', 'xprop', 'xwininfo', 'glmark2'])),
    confidence: 'certain',
    severity: 'blocks',
    from: ['tools'],
    shows: 'missing: glxgears xprop xwininfo',
    cure: `${APT} mesa-utils x11-utils`,
  },
  {
    id: 'D69',
    fault: 'only glxgears missing',
    seen: seen(missing(['glxgears'])),
    confidence: 'certain',
    severity: 'harms',
    from: ['tools'],
    shows: 'missing: glxgears',
    cure: `${APT} mesa-utils`,
  },
]);

describe('no finding', () => {
  const findingsOf = (id: string, change: Change) => examined(SOFTWARE_ENTRIES, id, seen(change));

  test('of TigerVNC’s vncserver where there is no TurboVNC', () =>
    expect(
      findingsOf('D46', {
        desktop: {
          vncserverCommand: { path: '/usr/bin/vncserver', of: 'tigervnc' },
          xProxies: [{ kind: 'tigervnc', version: '1.12', path: '/usr/bin/Xtigervnc' }],
        },
      }),
    ).toEqual([]));
  test('of a blank in the home directory where TigerVNC alone is there', () =>
    expect(
      findingsOf('D65', {
        login: { home: { path: '/home/op er', exists: true, writable: true, own: true } },
        desktop: { xProxies: [{ kind: 'tigervnc', version: '1.12', path: '/usr/bin/Xtigervnc' }] },
      }),
    ).toEqual([]));
  test('of perl where python3 is there, and of tools that nothing needs', () =>
    expect(findingsOf('D69', missing(['perl', 'glmark2', 'constructor'], ['python3']))).toEqual([]));
});

describe('commands of each distribution', () => {
  const cure = (id: string, packageManager: Facts['system']['packageManager'], version = '9') => {
    const faulty = { xProxies: [], windowManagers: [], tools: { present: [], missing: ['glxgears', 'xprop'] } };
    const os = { id: 'rocky', version, name: 'Rocky Linux', family: 'redhat' as const };
    const [found] = examined(SOFTWARE_ENTRIES, id, seen({ desktop: faulty, system: { packageManager, os } }));
    return found === undefined ? '' : curesOf(found.cure);
  };

  test.each([
    ['D66', 'dnf', 'dnf install -y tigervnc-server'],
    ['D66', 'yum', 'yum install -y tigervnc-server'],
    ['D66', 'zypper', 'zypper --non-interactive install xorg-x11-Xvnc'],
    ['D66', 'pacman', 'pacman -S --noconfirm --needed tigervnc'],
    ['D66', undefined, 'words'],
    ['D68', 'dnf', 'dnf install -y epel-release; dnf groupinstall -y Xfce'],
    ['D68', 'zypper', 'words'],
    ['D69', 'dnf', 'dnf install -y /usr/bin/glxgears /usr/bin/xprop'],
    ['D69', 'pacman', 'pacman -S --noconfirm --needed mesa-utils xorg-xprop'],
  ] as const)('%s with %s', (id, manager, commands) => expect(cure(id, manager)).toBe(commands));

  test('EL 10 has no TigerVNC and no group Xfce', () => {
    expect(cure('D66', 'dnf', '10.1')).toBe('words');
    expect(cure('D68', 'dnf', '10')).toBe('words');
  });
});
