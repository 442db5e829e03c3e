import { expect, test } from 'vitest';
import type { HostOffer, Session } from '../../electron/contract/session';
import { canStart, drawnBy, offerLine, openness } from './describe';

const session: Session = {
  id: '0123456789ab/9b1d2f6e-5c3b-4b0f-9a51-0c6e6a1f2b3c.1.100.200',
  hostId: '0123456789ab',
  display: 1,
  name: 'Rendering',
  xProxy: 'turbovnc',
  mode: 'host-egl',
  vglDevice: 'egl1',
  ours: true,
  state: 'live',
  startedAt: 0,
  pid: 100,
  rfb: { kind: 'unix' },
};
const offer: HostOffer = {
  xProxies: [{ kind: 'tigervnc', version: '1.12', path: '/usr/bin/Xtigervnc' }],
  windowManagers: [{ id: 'openbox', name: 'Openbox' }],
  virtualgl: '3.1.4',
  vglDevices: [{ device: 'egl0', renderer: 'NVIDIA A10' }],
  nvidiaSmi: true,
  missingTools: [],
};

test('a desktop says by what it is drawn', () => {
  expect(drawnBy(session)).toBe('TurboVNC · VirtualGL EGL egl1');
  expect(drawnBy({ ...session, xProxy: 'tigervnc', mode: 'software', vglDevice: 'none' })).toBe('TigerVNC · software');
});

test('only a live desktop with a way to its RFB can be opened, the others say why not', () => {
  expect(openness(session)).toEqual({ kind: 'open' });
  expect(openness({ ...session, state: 'dead' }).kind).toBe('dead');
  expect(openness({ ...session, state: 'silent' })).toMatchObject({ kind: 'unreachable', word: 'Not answering' });
  expect(openness({ ...session, rfb: { kind: 'none', why: 'No socket.' } })).toMatchObject({ kind: 'unreachable', why: 'No socket.' });
});

test('an offer is one line of what a desktop would be made of', () => {
  expect(offerLine(offer)).toBe('TigerVNC 1.12 · VirtualGL 3.1.4 · Openbox · NVIDIA A10');
  expect(offerLine({ ...offer, xProxies: [], windowManagers: [], vglDevices: [] })).toBe('VirtualGL 3.1.4');
});

test('a desktop needs an X proxy and a window manager, and nothing else', () => {
  expect(canStart({ ...offer, vglDevices: [], nvidiaSmi: false, missingTools: ['glxgears'] })).toBe(true);
  expect(canStart({ ...offer, xProxies: [] })).toBe(false);
  expect(canStart({ ...offer, windowManagers: [] })).toBe(false);
});
