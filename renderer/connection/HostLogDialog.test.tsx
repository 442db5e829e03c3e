import { afterEach, beforeEach, expect, test } from 'vitest';
import { Failure, type events, type mainEvents } from '../../electron/contract';
import { TextFile, type LogEntry } from '../../electron/contract/log';
import { fakeMain, fakeWorker, type Fake } from '../base/fakePorts';
import { all, click, doing, mount, one, settle, type, unmountAll } from '../base/mount';
import { useNotices } from '../base/notices';
import { ConnectionDialogs } from './ConnectionDialogs';
import { showHostLog, showSupportBundle } from './dialogs';
import { HOST } from './fixtures';

const entry = (id: number, more: Partial<LogEntry> = {}): LogEntry => ({
  id,
  at: Date.now(),
  level: 'info',
  hostId: HOST.id,
  event: `event ${id}`,
  fields: [],
  ...more,
});

let worker: Fake<typeof events>;
let main: Fake<typeof mainEvents>;
const rows = (): string[] => [...document.querySelectorAll('ol > li')].map((row) => row.querySelector('p')?.textContent ?? '');
const mainCalls = (name: string): unknown[] => main.calls.filter((call) => call.name === name).map(({ input }) => input);
const emit = (added: LogEntry): Promise<void> => doing(() => worker.emit('log.added', added));

async function open(list: () => LogEntry[] | Promise<LogEntry[]>, bundle?: () => TextFile): Promise<void> {
  worker = fakeWorker({ 'log.list': list, ...(bundle === undefined ? {} : { 'log.bundle': bundle }) });
  showHostLog(HOST);
  await mount(<ConnectionDialogs />);
  await settle();
}
beforeEach(() => {
  main = fakeMain({ 'dialog.saveText': () => '/home/alice/gpu1.txt' });
});
afterEach(unmountAll);

test('entries come in order with level and fields, and new ones of this host follow', async () => {
  await open(() => [entry(1, { fields: [['command', 'exec /bin/sh -s']] }), entry(2, { level: 'error' })]);
  expect(rows()).toEqual(['event 1', 'event 2']);
  expect(document.querySelector('dl')?.textContent).toBe('commandexec /bin/sh -s');
  expect([...document.querySelectorAll('ol svg')].map((shape) => shape.getAttribute('aria-label'))).toEqual(['Information', 'Error']);
  await emit(entry(3));
  await emit(entry(4, { hostId: 'ba9876543210' }));
  expect(rows()).toEqual(['event 1', 'event 2', 'event 3']);
});

test('what happens while the log is asked for is not lost, and not there twice', async () => {
  let answer: (entries: LogEntry[]) => void = () => undefined;
  await open(() => new Promise((resolve) => (answer = resolve)));
  await emit(entry(2));
  await emit(entry(3));
  await doing(() => answer([entry(1), entry(2)]));
  expect(rows()).toEqual(['event 1', 'event 2', 'event 3']);
});

test('it is filtered by text and level', async () => {
  await open(() => [entry(1), entry(2, { level: 'warn' }), entry(12)]);
  await type('Filter the log', '2');
  expect(rows()).toEqual(['event 2', 'event 12']);
  await doing(() => {
    const level = one('input', 'Level');
    Reflect.set(level, 'value', 'warn');
    level.dispatchEvent(new Event('change', { bubbles: true }));
  });
  expect(rows()).toEqual(['event 2']);
  await type('Filter the log', 'nothing like it');
  expect(document.body.textContent).toContain('No entry matches.');
});

test('paused it stands still and counts what is new, until it is followed again', async () => {
  await open(() => [entry(1)]);
  await click('button', 'Pause');
  await emit(entry(2));
  await emit(entry(3));
  expect(rows()).toEqual(['event 1']);
  expect(document.body.textContent).toContain('Paused, 2 new');
  await click('button', 'Follow');
  expect(rows()).toEqual(['event 1', 'event 2', 'event 3']);
});

test('of a long log the newest rows are shown, and no more of the others at a time', async () => {
  await open(() => Array.from({ length: 700 }, (_, at) => entry(at + 1)));
  const shown = () => [rows().length, rows()[0], rows().at(-1)];
  expect(shown()).toEqual([300, 'event 401', 'event 700']);
  await click('button', 'Earlier (400)');
  expect(shown()).toEqual([300, 'event 151', 'event 450']);
  await click('button', 'Earlier (150)');
  expect(shown()).toEqual([300, 'event 1', 'event 300']);
  await click('button', 'Later (400)');
  expect(shown()).toEqual([300, 'event 251', 'event 550']);
  await emit(entry(701));
  expect(shown()).toEqual([300, 'event 251', 'event 550']);
  await click('button', 'Follow');
  expect(shown()).toEqual([300, 'event 402', 'event 701']);
});

test('what is shown is copied and saved whole, also what is not drawn', async () => {
  await open(() => Array.from({ length: 600 }, (_, at) => entry(at + 1)));
  await click('button', 'Copy all');
  await click('button', 'Save…');
  const { text } = TextFile.parse(mainCalls('dialog.saveText')[0]);
  expect(text.match(/event \d+\n/g)).toHaveLength(600);
  expect(mainCalls('dialog.saveText')).toEqual([{ name: 'gearview-gpu1-log.txt', text }]);
  expect(mainCalls('clipboard.write')).toEqual([{ text }]);
  expect(useNotices.getState().notices.map(({ text }) => text)).toContain('Saved to /home/alice/gpu1.txt.');
});

test('a log with nothing in it says what will be there', async () => {
  await open(() => []);
  expect(document.body.textContent).toContain('Nothing has happened yet');
  expect(all('button', 'Save…')).toEqual([]);
  await emit(entry(1));
  expect(rows()).toEqual(['event 1']);
});

test('one that cannot be read is tried again, and a new worker is asked anew', async () => {
  let failing = true;
  await open(() => {
    if (failing) throw new Failure('storage', 'The log cannot be read.');
    return [entry(7)];
  });
  failing = false;
  await click('button', 'Try again');
  expect(rows()).toEqual(['event 7']);
  worker = fakeWorker({ 'log.list': () => [entry(1)] });
  await settle();
  expect(rows()).toEqual(['event 1']);
});

test('the support bundle is read before it is copied or saved', async () => {
  const file = { name: 'gearview-gpu1.txt', text: 'Gearview 1.0\nno secrets' };
  await open(
    () => [],
    () => file,
  );
  await click('button', 'Support bundle…');
  expect(one('dialog', 'Support bundle for gpu1').textContent).toContain('no secrets');
  expect(mainCalls('dialog.saveText')).toEqual([]);
  await click('button', 'Copy all');
  await click('button', 'Save…');
  expect(mainCalls('clipboard.write')).toEqual([{ text: file.text }]);
  expect(mainCalls('dialog.saveText')).toEqual([file]);
});

test('a bundle too long for the clipboard can only be saved', async () => {
  const text = 'x'.repeat(1024 * 1024 + 1);
  worker = fakeWorker({ 'log.bundle': () => ({ name: 'b.txt', text }) });
  showSupportBundle(HOST);
  await mount(<ConnectionDialogs />);
  await settle();
  expect(all('button', 'Copy all')).toEqual([]);
  expect(document.body.textContent).toContain('save it instead');
});
