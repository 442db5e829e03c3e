import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScriptRecord } from '../connection/script';
import { HostOffer } from '../contract/session';
import { parseOffer } from './offer';

const record = (key: string, ...values: readonly string[]): ScriptRecord => ({ key, values });
const ALL = [
  record('x-proxies', 'turbovnc 3.3 /opt/TurboVNC/bin/Xvnc\ntigervnc 1.12.0 /usr/bin/Xtigervnc'),
  record('desktops', 'xfce Xfce Session\nopenbox Openbox\nbad/id x'),
  record('virtualgl', '3.1.4', 'stamp1'),
  record('devices', 'egl0 - llvmpipe (LLVM 15.0.6, 256 bits)\negl1 /dev/dri/card0 NVIDIA A10/PCIe/SSE2\nrm -rf x'),
  record('missing', 'glxgears\nnvidia-smi'),
];

test('all of it', () => {
  expect(parseOffer(ALL, undefined)).toEqual({
    stamp: 'stamp1',
    offer: {
      xProxies: [
        { kind: 'turbovnc', version: '3.3', path: '/opt/TurboVNC/bin/Xvnc' },
        { kind: 'tigervnc', version: '1.12.0', path: '/usr/bin/Xtigervnc' },
      ],
      windowManagers: [
        { id: 'xfce', name: 'Xfce Session' },
        { id: 'openbox', name: 'Openbox' },
      ],
      virtualgl: '3.1.4',
      vglDevices: [
        { device: 'egl1', renderer: 'NVIDIA A10/PCIe/SSE2' },
        { device: 'egl0', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
      ],
      nvidiaSmi: false,
      missingTools: ['glxgears'],
    },
  });
});

test('devices that were not asked again are the ones before, unless what they rest on has changed', () => {
  const before = parseOffer(ALL, undefined);
  const again = ALL.filter(({ key }) => key !== 'devices');
  expect(parseOffer(again, before).offer.vglDevices).toEqual(before.offer.vglDevices);
  const changed = again.map((each) => (each.key === 'virtualgl' ? record('virtualgl', '3.1.4', 'stamp2') : each));
  expect(parseOffer(changed, before).offer.vglDevices).toEqual([]);
  const gone = again.filter(({ key }) => key !== 'virtualgl');
  expect(parseOffer(gone, before).offer).toMatchObject({ vglDevices: [] });
});

test('nvidia-smi is there when it is not missing', () => {
  expect(parseOffer([record('missing', '')], undefined).offer.nvidiaSmi).toBe(true);
  expect(parseOffer([], undefined).offer.nvidiaSmi).toBe(false);
});

test('any records give an offer that the contract takes', () => {
  const any = fc.record({
    key: fc.constantFrom('x-proxies', 'desktops', 'virtualgl', 'devices', 'missing'),
    values: fc.array(fc.string({ maxLength: 400 }), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), (records) => {
      expect(HostOffer.safeParse(parseOffer(records, undefined).offer).success).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
