import { expect, test } from 'vitest';
import { facts } from '../probe/fixtures';
import { plan, step, TO_DO } from './run/runFixtures';
import { isSmall, readDraft, sameWish, toConfirm, wishedNow, wishWords, type ModeOption, type SetUpDraft } from './setUp';

const mode = (name: ModeOption['mode'], rank: ModeOption['rank']): ModeOption => ({
  mode: name,
  name: `Mode ${name}`,
  rank,
  why: '',
  needs: '',
});
const modes = [mode('host-egl', 'recommended'), mode('host-xorg', 'possible'), mode('host-dri3', 'impossible')];
const proposed = (change: Partial<Parameters<typeof wishedNow>[0]> = {}): SetUpDraft =>
  wishedNow({ facts: facts(), modes, last: undefined, changes: {}, ...change });
const last = { ...readWish(), xProxy: 'tigervnc' as const, desktop: 'mate' as const, driver: 'install' as const };

function readWish() {
  const reading = readDraft(proposed());
  if (reading.kind !== 'wish') throw new Error('the proposal is no wish');
  return reading.wish;
}

const small = (change: { memory?: number; free?: number }) => {
  const { system } = facts();
  const memory = { total: change.memory ?? 16 * 1024 ** 2, available: 1, swapTotal: 0, swapFree: 0 };
  const disk = { path: '/var', mount: '/', size: 1e9, free: change.free ?? 1e9, inodesFree: 1, place: 'var' as const };
  return { system: { ...system, memory, disks: [disk] } };
};

test('proposed is the recommended mode, with what fits the host', () => {
  expect(proposed()).toMatchObject({
    mode: 'host-egl',
    xProxy: 'turbovnc',
    desktop: 'xfce',
    driver: 'leave',
    restrictGpu: false,
    joinDocker: false,
  });
  expect(proposed({ modes: [mode('software', 'recommended')] }).xProxy).toBe('tigervnc');
  expect(proposed({ facts: facts({ gpu: { nvidia: { gpus: [] } } }) }).xProxy).toBe('tigervnc');
  expect(proposed({ facts: facts(small({ memory: 2 * 1024 ** 2 })) }).desktop).toBe('openbox');
});

test('small is little memory or little room for packages; unknown is not small', () => {
  const { system: _system, ...rest } = facts();
  expect([small({}), small({ memory: 4 * 1024 ** 2 - 1 }), small({ free: 1024 ** 2 }), { ...rest, system: {} }].map(isSmall)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('the last wish of the host wins over the proposal, and a change over both; a driver is never proposed again', () => {
  expect(proposed({ last })).toMatchObject({ xProxy: 'tigervnc', desktop: 'mate', driver: 'leave' });
  expect(proposed({ last, changes: { desktop: 'openbox' } }).desktop).toBe('openbox');
});

test('with another mode than last time, the X proxy follows the mode', () => {
  expect(proposed({ last: { ...last, mode: 'software' }, changes: { mode: 'host-egl' } })).toMatchObject({
    xProxy: 'turbovnc',
    desktop: 'mate',
  });
});

test('a mirror has to be an address without a name and password; the sentence says so', () => {
  const wrong = readDraft({ ...proposed(), mirrorSystem: 'ftp://x', mirrorSoftware: 'https://a:b@mirror.lab/' });
  expect(wrong).toMatchObject({
    kind: 'errors',
    errors: { mirrorSystem: expect.stringContaining('like https://'), mirrorSoftware: expect.any(String) },
  });
  expect(readDraft({ ...proposed(), mirrorSystem: '  https://mirror.lab/debian ' })).toMatchObject({
    wish: { mirror: { system: 'https://mirror.lab/debian' } },
  });
});

test('what does not belong to the mode is left out of the wish', () => {
  const all = { ...proposed(), gpu: '0000:07:00.0', joinDocker: true, restrictGpu: true, driver: 'install' as const, benchmarks: true };
  expect(readDraft({ ...all, mode: 'software' })).toMatchObject({
    wish: { joinDocker: false, restrictGpu: false, driver: 'leave', benchmarks: true },
  });
  expect(readDraft({ ...all, mode: 'software' })).not.toHaveProperty('wish.gpu');
  expect(readDraft({ ...all, mode: 'container-glx' })).toMatchObject({
    wish: { gpu: '0000:07:00.0', joinDocker: true, restrictGpu: true, driver: 'install', benchmarks: false },
  });
  expect(readDraft({ ...all, mode: 'container-glx', engine: 'podman' })).toMatchObject({ wish: { joinDocker: false } });
});

test('without internet package files are used, whatever was chosen before', () => {
  expect(readDraft({ ...proposed(), offline: true, useFiles: false })).toMatchObject({ wish: { offline: true, useFiles: true } });
});

test('a wish in a line tells only what belongs to its mode', () => {
  expect(wishWords(proposed(), modes)).toBe('Mode host-egl · TurboVNC · Xfce');
  expect(wishWords({ ...proposed(), benchmarks: true, restrictGpu: true, offline: true, mode: 'host-xorg' }, modes)).toBe(
    'Mode host-xorg · Xfce · benchmarks · GPU for vglusers only · package files only',
  );
});

test('wishes are the same whatever the order of their fields', () => {
  const wish = readWish();
  const { mode: first, ...rest } = wish;
  expect(sameWish(wish, { ...rest, mode: first })).toBe(true);
  expect(sameWish(wish, { ...wish, mirror: { system: 'https://mirror.lab/' } })).toBe(false);
});

test('only steps that are to be done ask for the host’s name', () => {
  const steps = [
    step('a', TO_DO, { confirm: 'It ends programs.' }),
    step('b', { kind: 'already', found: 'b' }, { confirm: 'It ends programs.' }),
    step('c', TO_DO),
  ];
  expect(toConfirm(plan(steps)).map(({ id }) => id)).toEqual(['a']);
});
