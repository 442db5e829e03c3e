/** The real ssh and Gearview over the same known_hosts files and the same options: they accept and refuse the same hosts. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../electron/base/failure';
import type { Host } from '../../electron/contract/host';
import { hostOf, openLaptop, type Laptop } from '../support/laptop';
import { run } from '../support/process';
import { openTable } from '../support/table';
import { startSshd, type Sshd } from '../support/sshd';
import { configFor, KEY_TYPES, keysOf, writeFiles, type Case, type Files, type Keys } from './hostMatrixCase';
import { CASES } from './hostMatrixCases';

const table = openTable('host-matrix');
let both: Sshd;
let ed25519: Sshd;
let keys: Keys;

beforeAll(async () => {
  const options = ['ListenAddress ::1', 'MaxStartups 100'];
  [both, ed25519] = await Promise.all([startSshd({ keys: KEY_TYPES, options }), startSshd({ options })]);
  keys = await keysOf(both);
}, 60_000);
afterAll(() => Promise.all([both.stop(), ed25519.stop()]));

/** What the real ssh does with these files, without anybody to ask. */
async function ssh(host: Host, files: Files): Promise<string> {
  const config = join(files.folder, 'config');
  writeFileSync(config, configFor(host));
  const target = `${host.user}@${host.address}`;
  const options = { env: { PATH: process.env['PATH'] ?? '', HOME: files.folder }, timeout: 20_000 };
  return await new Promise((resolve) => {
    execFile('ssh', ['-F', config, '-p', String(host.port), target, 'exit 0'], options, (error, _, stderr) => {
      if (error === null) resolve('accepts');
      else if (/Host key verification failed|known by revoked|revoked by file|Error checking host key/i.test(stderr)) resolve('refuses');
      else resolve(`failed: ${stderr}`);
    });
  });
}

/** What Gearview does with them when the operator answers no question. */
async function gearview(laptop: Laptop, host: Host): Promise<string> {
  try {
    (await laptop.connect(host)).close();
    return laptop.asked.length === 0 ? 'accepts' : 'accepts after a question';
  } catch (error) {
    const failure = Failure.from(error);
    return failure.code.startsWith('host-key-') ? 'refuses' : `failed: ${failure.message} ${failure.detail ?? ''}`;
  }
}

async function compare(one: Case): Promise<string> {
  const laptop = openLaptop();
  try {
    const side = (name: string): { files: Files; host: Host } => {
      const folder = join(laptop.home, name);
      mkdirSync(folder);
      const files = writeFiles(folder, one, keys, both.port);
      const host = hostOf(both, { address: '127.0.0.1', ...one.host, ssh: files.ssh });
      return { files, host };
    };
    const [theirs, ours] = [side('ssh'), side('gearview')];
    const [a, b] = [await ssh(theirs.host, theirs.files), await gearview(laptop, ours.host)];
    return `ssh ${a}, Gearview ${b}`;
  } finally {
    laptop.end();
  }
}

test.each(CASES)('the same files and options: $case', async (one) => {
  const { expected } = one;
  const agreed = typeof expected === 'string';
  const [theirs, ours] = agreed ? [expected, expected] : [expected.ssh, expected.gearview];
  const name = agreed ? one.case : `deliberate difference: ${one.case}`;
  await expect(table.row(name, new RegExp(`^ssh ${theirs}, Gearview ${ours}$`), () => compare(one))).resolves.toBeUndefined();
});

/** Both use one known_hosts file, one after the other. */
async function onOneFile(
  job: (tools: { laptop: Laptop; host: Host; files: Files; known: () => string }) => Promise<string>,
): Promise<string> {
  const laptop = openLaptop();
  try {
    const files = writeFiles(laptop.home, { case: '', expected: 'accepts', user: () => '' }, keys, ed25519.port);
    const host = hostOf(ed25519, { ssh: files.ssh });
    return await job({ laptop, host, files, known: () => readFileSync(files.ssh.userKnownHosts?.[0] ?? '', 'utf8') });
  } finally {
    laptop.end();
  }
}

describe('what one writes the other one reads', () => {
  test.each([false, true])('saved by Gearview (hashed: %s)', async (hashKnownHosts) => {
    const name = `saved by Gearview${hashKnownHosts ? ', hashed' : ''}, then ssh`;
    await table.row(name, 'Gearview accepts after a question, ssh accepts', () =>
      onOneFile(async ({ laptop, host, files, known }) => {
        laptop.answer(() => ({ kind: 'host-key', accept: 'save' }));
        const withHash = { ...host, ssh: { ...host.ssh, hashKnownHosts } };
        const got = `Gearview ${await gearview(laptop, withHash)}, ssh ${await ssh(withHash, files)}`;
        expect(known().startsWith('|1|')).toBe(hashKnownHosts);
        return got;
      }),
    );
  });

  test.each([false, true])('saved by ssh (hashed: %s)', async (hashKnownHosts) => {
    const name = `saved by ssh with accept-new${hashKnownHosts ? ', hashed' : ''}, then Gearview`;
    await table.row(name, 'ssh accepts, Gearview accepts', () =>
      onOneFile(async ({ laptop, host, files, known }) => {
        const first = await ssh({ ...host, ssh: { ...host.ssh, strictHostKeyChecking: 'accept-new', hashKnownHosts } }, files);
        expect(known().startsWith('|1|')).toBe(hashKnownHosts);
        const second = await gearview(laptop, host);
        return `ssh ${first}, Gearview ${second}`.replace('Gearview accepts after a question', 'Gearview asks');
      }),
    );
  });

  test.each(['plain', 'hashed', 'of several names'])('replaced by Gearview: %s', async (kind) => {
    const row = table.row(
      `changed key replaced by Gearview (line ${kind}), then ssh`,
      'ssh refuses, Gearview refuses, ssh accepts, Gearview accepts',
      () =>
        onOneFile(async ({ laptop, host, files }) => {
          const file = files.ssh.userKnownHosts?.[0] ?? '';
          const name = `[127.0.0.1]:${host.port}`;
          writeFileSync(file, `${kind === 'of several names' ? `gpu9,${name}` : name} ${keys.other}\n`);
          if (kind === 'hashed') await run('ssh-keygen', ['-H', '-f', file]);
          const before = `ssh ${await ssh(host, files)}, Gearview ${await gearview(laptop, host)}`;
          const { hostKeys } = laptop.environment;
          await hostKeys.replace(host.id, hostKeys.change(host.id)?.shown.fingerprint ?? '');
          return `${before}, ssh ${await ssh(host, files)}, Gearview ${await gearview(laptop, host)}`;
        }),
    );
    await expect(row).resolves.toBeUndefined();
  });
});
