import { expect, test } from 'vitest';
import { Failure } from '../base/failure';
import type { Check, Verdict } from '../contract/check';
import type { Session } from '../contract/session';
import { Proof } from '../contract/setUp';
import { createProver, type ProofDeps } from './proof';

const HOST = '0123456789ab';
const SESSION: Session = {
  id: `${HOST}/cf5ba11b-7aed-425a-a535-bade0af0eb2c.3.4711.25000`,
  hostId: HOST,
  display: 3,
  name: 'Set-up proof',
  xProxy: 'tigervnc',
  mode: 'software',
  ours: true,
  state: 'live',
  startedAt: 0,
  pid: 4711,
  rfb: { kind: 'unix' },
};
const SOFTWARE: Verdict = { kind: 'software', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' };
const GPU: Verdict = { kind: 'gpu', device: 'NVIDIA A10/PCIe/SSE2' };

const check = (change: Partial<Check>): Check => ({
  id: 'cccccccccccc',
  sessionId: SESSION.id,
  tool: 'glxgears',
  phase: { kind: 'running', step: 'Asking the host' },
  startedAt: 0,
  seconds: 6,
  command: 'glxgears -info',
  evidence: [],
  rendered: [],
  delivered: [],
  ...change,
});

/** `end`: what the check becomes; it never ends without. */
function laidOut(end?: Check, start: () => Promise<Session> = () => Promise.resolve(SESSION), there: () => Session[] = () => []) {
  const wishes: unknown[] = [];
  const stopped: string[] = [];
  const cancelled: string[] = [];
  const asked: string[] = [];
  const steps: string[] = [];
  const listeners: ((check: Check) => void)[] = [];
  const tell = (change: Check): void => listeners.forEach((listener) => listener(change));
  let ms = 0;
  const deps: ProofDeps = {
    sessions: {
      list(hostId) {
        asked.push(`list ${hostId}`);
        return Promise.resolve({ sessions: there() });
      },
      start: (wish) => {
        asked.push('start');
        wishes.push(wish);
        return start();
      },
      stop: (id) => {
        stopped.push(id);
        return Promise.resolve();
      },
    },
    checks: {
      run: () => {
        if (end !== undefined) queueMicrotask(() => [check({ sessionId: `${SESSION.id}1`, phase: { kind: 'done' } }), end].forEach(tell));
        return Promise.resolve(check({}));
      },
      cancel: (id) => {
        cancelled.push(id);
        tell(check({ phase: { kind: 'cancelled' } }));
      },
      onChange: (listener) => void listeners.push(listener),
    },
    now: () => (ms += 500),
  };
  const onStep = (step: string): void => void steps.push(step);
  const prover = createProver(deps);
  return { prove: (...call: Parameters<typeof prover.prove>) => prover.prove(...call), wishes, stopped, cancelled, asked, onStep, steps };
}

const never = new AbortController().signal;

test.each([
  ['software', SOFTWARE, true, /^A desktop came up, and the CPU drew/],
  ['host-egl', GPU, true, /NVIDIA A10.* drew glxgears/],
  ['host-egl', SOFTWARE, false, /not the GPU/],
  ['host-egl', { kind: 'wrong-gpu', expected: 'NVIDIA A10', got: 'NVIDIA T4' }, false, /NVIDIA T4 drew .* not NVIDIA A10/],
  ['host-egl', { kind: 'no-gl', why: 'There is no GLX.' }, false, /no OpenGL program runs in it: There is no GLX\./],
  ['host-egl', { kind: 'unproven', missing: ['No pixels.'] }, false, /not proven: No pixels\./],
] as const satisfies readonly (readonly [string, Verdict, boolean, RegExp])[])('%s: %o', async (mode, verdict, asExpected, sentence) => {
  const { prove, stopped, onStep, steps } = laidOut(check({ phase: { kind: 'done' }, verdict }));
  const proof = Proof.parse(await prove({ hostId: HOST, mode }, onStep, never));
  expect(proof).toMatchObject({ kind: 'proven', mode, verdict, asExpected, sentence: expect.stringMatching(sentence), ms: 500 });
  expect(stopped).toEqual([SESSION.id]);
  expect(steps).toEqual(['Starting a desktop', 'Checking what draws it', 'Ending the desktop']);
});

test.each([
  ['software', undefined, { vglDevice: 'none' }],
  ['host-glx', 10, { vglDevice: ':10' }],
] as const)('%s draws on what its mode says', async (mode, display, device) => {
  const { prove, wishes, onStep } = laidOut(check({ phase: { kind: 'done' }, verdict: GPU }));
  await prove({ hostId: HOST, mode, ...(display === undefined ? {} : { display }) }, onStep, never);
  expect(wishes).toEqual([expect.objectContaining({ hostId: HOST, ...device })]);
});

test('what the host had before the set-up does not count', async () => {
  const { prove, asked, onStep } = laidOut(check({ phase: { kind: 'done' }, verdict: SOFTWARE }));
  await prove({ hostId: HOST, mode: 'software' }, onStep, never);
  expect(asked).toEqual([`list ${HOST}`, 'start']);
});

test('a mode in which no desktop can be started from here is left out, and nothing is started', async () => {
  const { prove, wishes, onStep } = laidOut();
  expect(await prove({ hostId: HOST, mode: 'container-egl' }, onStep, never)).toMatchObject({ kind: 'left-out' });
  expect(wishes).toEqual([]);
});

test('a desktop that does not come up, and a check that fails, say why', async () => {
  const refused = laidOut(undefined, () => Promise.reject(new Failure('no-window-manager', 'gpu1: There is no window manager.')));
  expect(await refused.prove({ hostId: HOST, mode: 'software' }, refused.onStep, never)).toMatchObject({
    kind: 'failed',
    failure: { code: 'no-window-manager' },
  });
  expect(refused.stopped).toEqual([]);
  const failure = new Failure('check-failed', 'gpu1: glxgears is missing.').toData();
  const failed = laidOut(check({ phase: { kind: 'failed', failure } }));
  expect(await failed.prove({ hostId: HOST, mode: 'software' }, failed.onStep, never)).toEqual({ kind: 'failed', failure });
  expect(failed.stopped).toEqual([SESSION.id]);
});

test('stopped in the middle, the check ends and the desktop too', async () => {
  const { prove, stopped, cancelled, onStep } = laidOut();
  const stop = new AbortController();
  const proving = prove(
    { hostId: HOST, mode: 'software' },
    (step) => (onStep(step), step.startsWith('Checking') && stop.abort()),
    stop.signal,
  );
  expect(await proving).toMatchObject({ kind: 'left-out' });
  expect(cancelled).toEqual(['cccccccccccc']);
  expect(stopped).toEqual([SESSION.id]);
});

test('a desktop that came up although the link broke is ended by the next try, and no other one', async () => {
  const own: Session = { ...SESSION, id: SESSION.id.replace('.3.', '.4.') };
  const others: Session[] = [
    { ...SESSION, id: SESSION.id.replace('.3.', '.5.'), name: 'work' },
    { ...SESSION, id: SESSION.id.replace('.3.', '.6.'), ours: false },
  ];
  const older: Session = { ...SESSION, id: SESSION.id.replace('.3.', '.7.') };
  let tries = 0;
  const { prove, stopped, onStep } = laidOut(
    check({ phase: { kind: 'done' }, verdict: SOFTWARE }),
    () => (tries++ === 0 ? Promise.reject(new Failure('connection-lost', 'gpu1: gone', { retry: true })) : Promise.resolve(SESSION)),
    () => (tries === 0 ? [older] : [older, own, ...others]),
  );
  const wish = { hostId: HOST, mode: 'software' } as const;
  expect(await prove(wish, onStep, never)).toMatchObject({ kind: 'failed', failure: { code: 'connection-lost' } });
  expect(stopped).toEqual([]);
  expect(await prove(wish, onStep, never)).toMatchObject({ kind: 'proven' });
  expect(stopped).toEqual([own.id, SESSION.id]);
  await prove(wish, onStep, never);
  expect(stopped).toEqual([own.id, SESSION.id, SESSION.id]);
});
