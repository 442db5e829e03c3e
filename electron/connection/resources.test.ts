import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openResources } from './resources';

const SCRIPT = 'main() { :; }\nmain\n';
const SUM = createHash('sha256').update(SCRIPT).digest('hex');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gv-resources-'));
  mkdirSync(join(folder, 'session'));
  writeFileSync(join(folder, 'session/start.sh'), SCRIPT);
});
afterEach(() => rmSync(folder, { recursive: true }));

test('R48: a script as it was shipped is loaded', async () => {
  expect(await openResources(folder, { 'session/start.sh': SUM })('session/start.sh')).toBe(SCRIPT);
});

test('R48: a script that was changed is refused, by name', async () => {
  writeFileSync(join(folder, 'session/start.sh'), SCRIPT.replace(':', 'curl evil'));
  await expect(openResources(folder, { 'session/start.sh': SUM })('session/start.sh')).rejects.toMatchObject({
    code: 'storage',
    message: 'The file session/start.sh of Gearview is not the one that was shipped, so nothing of it runs; install Gearview again.',
  });
});

test.each(['session/start.sh', 'constructor'])('R48: a script that was not shipped is refused: %s', async (name) => {
  writeFileSync(join(folder, 'constructor'), SCRIPT);
  await expect(openResources(folder, {})(name)).rejects.toMatchObject({ code: 'storage' });
});

test('R48: a script that is missing says so', async () => {
  await expect(openResources(folder, { 'session/stop.sh': SUM })('session/stop.sh')).rejects.toMatchObject({
    message: expect.stringContaining('session/stop.sh of Gearview is missing'),
  });
});
