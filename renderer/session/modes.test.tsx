import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { events } from '../../electron/contract';
import type { ModeChoice } from '../../electron/contract/session';
import { fakeWorker, type Fake } from '../base/fakePorts';
import { doing, settle } from '../base/mount';
import { bestMode, followModes, useModes } from './modes';

const HOST_ID = '0123456789ab';
const best: ModeChoice = { mode: 'software', rank: 'recommended', why: '', needs: '', blockedBy: [] };
const never: ModeChoice = { ...best, mode: 'host-egl', rank: 'impossible' };
let worker: Fake<typeof events>;

beforeAll(followModes);
beforeEach(async () => {
  worker = fakeWorker({ 'session.modes': () => [{ hostId: HOST_ID, choices: [never], afterSetUp: [best, never] }] });
  await settle();
});

test('a new worker is asked, and what it says later counts', async () => {
  const known = () => [useModes.getState().hosts.get(HOST_ID), useModes.getState().afterSetUp.get(HOST_ID)];
  expect(known()).toEqual([[never], [best, never]]);
  await doing(() => worker.emit('session.modesChanged', { hostId: HOST_ID, choices: [best, never], afterSetUp: [best] }));
  expect(known()).toEqual([[best, never], [best]]);
});

test('the best mode in words, where one is recommended', () => {
  expect([bestMode([best, never]), bestMode([never]), bestMode(undefined)]).toEqual(['Software', undefined, undefined]);
});
