import { describe, expect, test } from 'vitest';
import type { HostOffer } from '../../electron/contract/session';
import { quickWish, readWish, remember, remembered, valuesFor } from './wish';

const hostId = '0123456789ab';
const offer: HostOffer = {
  xProxies: [],
  windowManagers: [{ id: 'openbox', name: 'Openbox' }],
  vglDevices: [{ device: 'egl0', renderer: 'NVIDIA A10' }],
  nvidiaSmi: true,
  missingTools: [],
};

function memory() {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}

const first = { geometry: { width: 1600, height: 900 }, depth: 24 as const };

describe('what is remembered', () => {
  test('is a usual desktop at first', () => {
    expect(remembered(hostId, memory())).toEqual(first);
  });

  test('comes back, per host, without name and display', () => {
    const storage = memory();
    const wish = { hostId, geometry: { width: 800, height: 600 }, depth: 16 as const, vglDevice: 'egl0', windowManager: 'xfce' };
    remember({ ...wish, name: 'one', display: 7 }, storage);
    const { hostId: _host, ...kept } = wish;
    expect(remembered(hostId, storage)).toEqual(kept);
    expect(remembered('ba9876543210', storage)).toEqual(first);
  });

  test.each(['{', '{"geometry":{"width":1,"height":1},"depth":24}', '[]'])('%s does not stop a start', (broken) => {
    expect(remembered(hostId, { getItem: () => broken, setItem: () => undefined })).toEqual(first);
  });
});

describe('one click', () => {
  test('leaves out what the host no longer offers', () => {
    expect(quickWish(hostId, { ...first, windowManager: 'xfce', vglDevice: 'egl1' }, offer)).toEqual({ hostId, ...first });
    expect(quickWish(hostId, { ...first, windowManager: 'openbox', vglDevice: 'egl0' }, offer)).toEqual({
      hostId,
      ...first,
      windowManager: 'openbox',
      vglDevice: 'egl0',
    });
  });

  test('software stays a choice on every host', () => {
    expect(quickWish(hostId, { ...first, vglDevice: 'none' }, offer).vglDevice).toBe('none');
  });
});

describe('the options', () => {
  const values = valuesFor(first);

  test('are a wish as they are', () => {
    expect(readWish(hostId, values)).toEqual({ kind: 'wish', wish: { hostId, ...first } });
  });

  test('a size that is no preset is custom', () => {
    expect(valuesFor({ ...first, geometry: { width: 1000, height: 700 } })).toMatchObject({ size: 'custom', width: '1000', height: '700' });
  });

  test('a preset counts, whatever stands in the custom fields', () => {
    const reading = readWish(hostId, { ...values, size: '1920x1080', width: 'x' });
    expect(reading).toMatchObject({ kind: 'wish', wish: { geometry: { width: 1920, height: 1080 } } });
  });

  test('each wrong field is named', () => {
    const reading = readWish(hostId, { ...values, size: 'custom', width: '20', height: '', display: '200' });
    expect(reading.kind === 'errors' && Object.keys(reading.errors).toSorted()).toEqual(['display', 'geometry.height', 'geometry.width']);
  });
});
