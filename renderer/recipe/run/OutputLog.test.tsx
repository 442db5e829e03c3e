import { afterEach, beforeEach, expect, test } from 'vitest';
import type { events, mainEvents } from '../../../electron/contract';
import { fakeMain, fakeWorker, type Fake } from '../../base/fakePorts';
import { all, click, doing, mount, nameOf, one, settle, type, unmountAll } from '../../base/mount';
import { HOST } from '../../connection/fixtures';
import { OutputLog } from './OutputLog';
import { RUN_ID } from './runFixtures';

const ROW = 18;
const HEIGHT = 360;
const COUNT = 20_000;
let worker: Fake<typeof events>;
let main: Fake<typeof mainEvents>;

const line = (at: number): string => `Get:${at} package-${at}`;
const log = (): HTMLElement => document.querySelector<HTMLElement>('[role=log]') ?? document.body;
const shown = (): string[] => [...log().querySelectorAll('p')].map(({ textContent }) => textContent ?? '');

/** Gives the scroller the size that a window would. */
function lay(count: number): void {
  const element = log();
  let top = element.scrollTop;
  Object.defineProperties(element, {
    clientHeight: { configurable: true, get: () => HEIGHT },
    scrollHeight: { configurable: true, get: () => count * ROW },
    scrollTop: {
      configurable: true,
      get: () => top,
      set: (to: number) => {
        top = Math.max(0, Math.min(to, count * ROW - HEIGHT));
      },
    },
  });
}
const scroll = (to: number): Promise<void> =>
  doing(() => {
    log().scrollTop = to;
    log().dispatchEvent(new Event('scroll'));
  });

beforeEach(async () => {
  worker = fakeWorker({
    'recipe.output': ({ runId, from }) => ({
      runId,
      from,
      lines: Array.from({ length: Math.max(0, Math.min(2000, COUNT - from)) }, (_, at) => line(from + at)),
    }),
  });
  main = fakeMain({ 'dialog.saveText': ({ name }) => `/home/alice/${name}` });
  await mount(<OutputLog host={HOST} runId={RUN_ID} live />);
  for (let turn = 0; turn < 12; turn++) await settle();
  lay(COUNT);
});
afterEach(unmountAll);

test('of 20,000 lines only those in sight are laid out, at the end first', async () => {
  expect(shown().at(-1)).toBe(line(COUNT - 1));
  expect(shown().length).toBeLessThan(100);
  await scroll(5000 * ROW);
  expect(shown()).toContain(line(5000));
  expect(shown()).toContain(line(5019));
  expect(shown().length).toBeLessThan(100);
});

test('who scrolls up stays there while lines come and go, and jumps back by a button', async () => {
  await scroll(5000 * ROW);
  await doing(() =>
    worker.emit('recipe.outputAdded', { runId: RUN_ID, from: COUNT, lines: Array.from({ length: 100 }, (_, at) => line(COUNT + at)) }),
  );
  // The first 100 are kept no more: the same line is 100 rows further up.
  expect(log().scrollTop).toBe(4900 * ROW);
  expect(shown()).toContain(line(5000));
  expect(document.body.textContent).toContain('20,100 lines · 100 earlier lines are not kept');
  await click('button', 'Jump to the end');
  expect(shown().at(-1)).toBe(line(COUNT + 99));
  expect(all('button', 'Jump to the end')).toEqual([]);
});

test('a text is found, gone to by Enter, and marked', async () => {
  await type('Find in the output', 'PACKAGE-77');
  expect(one('status').textContent).toBe('111 matches');
  const key = (shiftKey: boolean): Promise<void> =>
    doing(() => one('input', 'Find in the output').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', shiftKey, bubbles: true })));
  await key(false);
  await key(false);
  expect(one('status').textContent).toBe('2 of 111');
  expect(log().querySelector('[data-at]')?.textContent).toBe(line(770));
  expect(log().querySelector('[data-at] mark')?.textContent).toBe('package-77');
  await key(true);
  await key(true);
  expect(one('status').textContent).toBe('111 of 111');
  await type('Find in the output', 'no such text');
  expect(one('status').textContent).toBe('No match');
  expect(one('button', 'Next match').hasAttribute('disabled')).toBe(true);
});

test('all of it is copied and saved', async () => {
  await click('button', 'Copy all');
  await click('button', 'Save…');
  const inputs = main.calls.map(({ input }) => JSON.stringify(input));
  expect(inputs[0]).toContain(`${line(0)}\\n${line(1)}\\n`);
  expect(inputs[1]).toContain('"name":"gearview-gpu1-set-up-output.txt"');
  expect(inputs[1]).toContain(line(COUNT - 1));
  expect(all('button').map(nameOf)).toContain('Copied');
});
