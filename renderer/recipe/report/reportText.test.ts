import { expect, test } from 'vitest';
import type { SetUpRun } from '../../../electron/contract/setUp';
import { runReportText } from './reportText';
import { AT, DONE, FAILED, PROVEN, run, step, TO_DO } from '../run/runFixtures';

const text = (of: SetUpRun): string => runReportText({ hostName: 'gpu1', run: of, now: AT + 9000 });
const failure = { code: 'script-failed', message: 'No room on gpu1 <b>.' } as const;
const ended = { state: { kind: 'done' }, endedAt: AT + 65_000 } as const;

test('the proof first, then what holds, then what was done and how it is taken back', () => {
  const report = text(
    run(
      [step('old', { kind: 'already', found: '' }), step('vgl', DONE)],
      {
        ...ended,
        proof: { ...PROVEN, command: 'vglrun -d egl0 glxgears' },
      },
      { verifications: [{ recipe: 'virtualgl', command: 'vglrun -h | head', expected: '3.1', got: '3.1.4', ok: true }] },
    ),
  );
  expect(report).toBe(`# gpu1 is set up

- Result: **Proven**
- System: Debian GNU/Linux 12 (bookworm)
- Login: anna
- Mode: \`host-egl\`
- Began: 2026-11-26T12:00:00.000Z
- Took: 1 min 5 s

## Proof

glxgears is drawn by NVIDIA A10.

Checked with:

\`\`\`sh
vglrun -d egl0 glxgears
\`\`\`

## Verifications

| What | Command | Expected | Got | Result |
| --- | --- | --- | --- | --- |
| VirtualGL | \`vglrun -h \\| head\` | 3.1 | 3.1.4 | Holds |

## What was done

### 1. Install vgl (done, 12 s)

- Found afterwards: virtualgl 3.1.4 is installed
- Changed: Installs vgl.
- To take it back: Removes vgl.

\`\`\`sh
apt-get install -y vgl
\`\`\`

1 step was done already.
`);
});

test('a failure: its sentence, the step with its status, and those not reached; nothing of a host becomes markup', () => {
  const report = text(run([step('vgl', FAILED), step('later', TO_DO)], { state: { kind: 'failed', failure }, endedAt: AT }));
  expect(report).toContain('# gpu1 is not set up');
  expect(report).toContain(String.raw`No room on gpu1 \<b\>.`);
  expect(report).toContain('### 1. Install vgl (failed, 3 s)\n\n- apt-get could not fetch a package. It ended with status 100.');
  expect(report).toContain('### 2. Install later (to do)');
});

test('a step that ended well and did not help has no status to tell', () => {
  const missed = { ...FAILED, status: 0, why: 'It ended well, but a fresh look finds it still to do.' };
  const report = text(run([step('vgl', missed)], { state: { kind: 'failed', failure }, endedAt: AT }));
  expect(report).toContain('- It ended well, but a fresh look finds it still to do.\n- ');
});

test('code that holds backquotes stays code', () => {
  const report = text(
    run([step('x', DONE, { commands: ['echo ```'] })], ended, {
      verifications: [{ recipe: 'base', command: 'echo `id`', expected: 'a', ok: false }],
    }),
  );
  expect(report).toContain('````sh\necho ```\n````');
  expect(report).toContain('| `` echo `id` `` | a | – | Does not hold |');
});

test('nothing had to be done; a proof that was left out, or failed, says so', () => {
  const nothing = (proof: SetUpRun['proof']) => text(run([], { ...ended, ...(proof === undefined ? {} : { proof }) }));
  expect(nothing(undefined)).toContain('Nothing had to be done');
  expect(nothing(undefined)).not.toContain('## Proof');
  expect(nothing({ kind: 'left-out', why: 'It was stopped.' })).toContain('Not proven: It was stopped.');
  expect(nothing({ kind: 'failed', failure })).toContain('**The desktop could not be checked.**');
  expect(nothing({ kind: 'running', step: 'Running glxgears' })).toContain('## Proof\n\nRunning glxgears');
});
