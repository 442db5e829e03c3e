import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure } from '../../electron/contract';
import type { Check } from '../../electron/contract/check';
import { fakeWorker, type Fake } from '../base/fakePorts';
import type { events } from '../../electron/contract';
import { all, click, doing, mount, one, unmountAll } from '../base/mount';
import { useHosts } from '../host/store';
import { finding } from '../probe/fixtures';
import { useProbes } from '../probe/store';
import { session } from '../screen/fakeFrame';
import { useCentre } from '../session/centre';
import { CheckPanel } from './CheckPanel';
import { useChecks } from './store';

const done: Check = {
  id: '00000000000c',
  sessionId: session().id,
  tool: 'glxgears',
  phase: { kind: 'done' },
  startedAt: Date.now(),
  seconds: 12,
  command: 'glxgears',
  verdict: { kind: 'software', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
  evidence: [
    {
      kind: 'renderer',
      renderer: 'llvmpipe',
      vendor: 'Mesa',
      version: '4.5',
      virtualgl: false,
      says: 'software',
      summary: 'The context reports llvmpipe.',
      command: 'glxgears -info',
      raw: 'GL_RENDERER = llvmpipe',
    },
    { kind: 'pixels', says: 'missing', summary: 'The desktop was not open.', command: '', raw: '' },
  ],
  rendered: [],
  delivered: [],
};

let worker: Fake<typeof events>;
let refusal: Failure | undefined;

beforeEach(() => {
  refusal = undefined;
  useChecks.setState({ latest: new Map(), asked: new Map() });
  worker = fakeWorker({
    'check.run': () => {
      if (refusal !== undefined) throw refusal;
      return { ...done, phase: { kind: 'running', step: 'Measuring' }, verdict: undefined, evidence: [] };
    },
  });
});
afterEach(async () => {
  await unmountAll();
  useProbes.setState({ diagnoses: new Map() });
  useCentre.setState({ tab: 'desktops' });
  useHosts.setState({ selected: undefined });
});

const show = (): Promise<void> => mount(<CheckPanel session={session()} hostName="gpu1" />);
const know = (check: Check): void => useChecks.setState({ latest: new Map([[check.sessionId, check]]) });

test('before a check nothing is claimed', async () => {
  await show();
  expect(one('status', 'Verdict').textContent).toContain('Not checked');
  expect(all('button').map(({ textContent }) => textContent)).toEqual(['Run check']);
});

test('“Run check” runs one, with its step, and “Stop” ends it', async () => {
  await show();
  await click('button', 'Run check');
  expect(document.body.textContent).toContain('Measuring');
  await click('button', 'Stop');
  expect(worker.calls.at(-1)).toMatchObject({ name: 'check.cancel', input: done.id });
});

test('the verdict stands with its device, meaning and evidence, each with its command', async () => {
  know(done);
  await show();
  const verdict = one('status', 'Verdict').textContent ?? '';
  expect(verdict).toContain('Software llvmpipe');
  expect(verdict).toContain('not by a GPU');
  const items = [...document.querySelectorAll('li')].map(({ textContent }) => textContent ?? '');
  expect(items).toHaveLength(2);
  expect(items[0]).toContain('For software');
  expect(items[0]).toContain('glxgears -info');
  expect(items[0]).toContain('GL_RENDERER = llvmpipe');
  expect(items[1]).toContain('Missing');
});

test('a verdict that is no GPU leads to what the doctor found of it, and a GPU needs no doctor', async () => {
  const { hostId } = session();
  const lock = finding('D18', { severity: 'blocks', title: 'A display is blocked' });
  const cause = finding('D67', { title: 'VirtualGL is not installed' });
  useProbes.setState({ diagnoses: new Map([[hostId, { hostId, findings: [lock, cause] }]]) });
  know(done);
  await show();
  await click('button', 'The doctor says: VirtualGL is not installed');
  expect(useHosts.getState().selected).toBe(hostId);
  expect(useCentre.getState().tab).toBe('health');
  await doing(() => know({ ...done, verdict: { kind: 'gpu', device: 'NVIDIA A10' } }));
  expect(document.body.textContent).not.toContain('The doctor says');
});

test('a check that cannot run says why, and can be tried again', async () => {
  refusal = new Failure('check-failed', 'glxgears is not installed on gpu1.');
  await show();
  await click('button', 'Run check');
  expect(one('alert').textContent).toContain('glxgears is not installed on gpu1.');
  refusal = undefined;
  await click('button', 'Try again');
  expect(all('alert')).toEqual([]);
  expect(one('status', 'Verdict').textContent).toContain('Checking');
});
