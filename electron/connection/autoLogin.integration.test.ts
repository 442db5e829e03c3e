/** Logging in as ssh does: the agent's keys, key files, and then what the host asks for. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, inTurn, openLaptop, output, secret, type Laptop } from '../../e2e/support/laptop';
import { startAgent, type SshAgent } from '../../e2e/support/sshAgent';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { HostAuth } from '../contract/host';
import type { Connection } from './connection';

let sshd: Sshd;
let folder: string;
let agent: SshAgent;
let laptop: Laptop;
beforeAll(async () => {
  sshd = await startSshd();
  folder = mkdtempSync(join(tmpdir(), 'gv-auto-'));
  agent = await startAgent(join(folder, 'agent'));
});
afterAll(async () => {
  await agent.stop();
  rmSync(folder, { recursive: true });
  await sshd.stop();
});
beforeEach(() => {
  laptop = openLaptop();
  laptop.know(sshd.hostKeyLine);
  agent.add('-D');
});
afterEach(() => laptop.end());

let keys = 0;
function newKey(passphrase = ''): string {
  const path = join(folder, `key-${(keys += 1)}`);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path]);
  return path;
}
/** A copy of the key that the server knows, with this passphrase. */
function goodKey(path: string, passphrase = ''): string {
  copyFileSync(sshd.clientKeyPath, path);
  copyFileSync(`${sshd.clientKeyPath}.pub`, `${path}.pub`);
  if (passphrase !== '') execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', passphrase, '-f', path]);
  return path;
}
const user = async (connection: Connection): Promise<string> => (await output(connection, 'id -un\n')).trim();
const auto = (auth: Omit<Extract<HostAuth, { kind: 'auto' }>, 'kind'> = {}) => ({ auth: { kind: 'auto' as const, ...auth } });
const fingerprint = (path: string): string => execFileSync('ssh-keygen', ['-lf', `${path}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '';

describe('as ssh', () => {
  test('a key file with a usual name is found, without a question', async () => {
    goodKey(join(laptop.home, '.ssh', 'id_ed25519'));
    expect(await user(await laptop.connect(hostOf(sshd, auto())))).toBe(sshd.user);
    expect(laptop.asked).toEqual([]);
  });

  test('the agent’s keys come before the files, the named ones first, and each key is offered once', async () => {
    const [other, named, last] = [newKey(), newKey(), newKey()];
    agent.add(other);
    agent.add(named);
    const before = sshd.log().length;
    const files = [last, named, sshd.clientKeyPath];
    expect(await user(await laptop.connect(hostOf(sshd, auto({ files })), { agentSocket: agent.socket }))).toBe(sshd.user);
    const seen = [
      ...sshd
        .log()
        .slice(before)
        .matchAll(/(?:Failed|Accepted) publickey for .*(SHA256:\S+)/g),
    ].map(([, key]) => key);
    expect(seen).toEqual([named, other, last, sshd.clientKeyPath].map(fingerprint));
  });

  test('only the named keys of the agent when the configuration says so (IdentitiesOnly)', async () => {
    const named = newKey();
    agent.add(sshd.clientKeyPath);
    agent.add(named);
    const before = sshd.log().length;
    const host = hostOf(sshd, auto({ files: [named], onlyFiles: true }));
    await expect(laptop.connect(host, { agentSocket: agent.socket })).rejects.toMatchObject({ code: 'auth-rejected' });
    expect(sshd.log().slice(before)).not.toContain(fingerprint(sshd.clientKeyPath));
  });

  test('a named key whose file is gone but whose public half names it in the agent is used', async () => {
    const path = goodKey(join(folder, 'token'));
    agent.add(path);
    rmSync(path);
    const host = hostOf(sshd, auto({ files: [path], onlyFiles: true }));
    expect(await user(await laptop.connect(host, { agentSocket: agent.socket }))).toBe(sshd.user);
  });

  test('files that are missing, damaged or refused do not stop the one that fits', async () => {
    const damaged = join(folder, 'damaged');
    writeFileSync(damaged, 'no key\n');
    const files = ['/nonexistent/id', damaged, newKey(), sshd.clientKeyPath];
    expect(await user(await laptop.connect(hostOf(sshd, auto({ files }))))).toBe(sshd.user);
  });

  test('a passphrase is asked only for a key that the host takes, and none when the agent has it', async () => {
    const [foreign, good] = [newKey('other'), goodKey(join(folder, 'good'), 'open sesame')];
    laptop.answer(inTurn(secret('open sesame')));
    const host = hostOf(sshd, auto({ files: [foreign, good] }));
    expect(await user(await laptop.connect(host))).toBe(sshd.user);
    expect(laptop.asked).toMatchObject([{ purpose: 'passphrase', subject: good }]);
    agent.add(sshd.clientKeyPath);
    expect(await user(await laptop.connect(host, { agentSocket: agent.socket }))).toBe(sshd.user);
    expect(laptop.asked).toHaveLength(1);
  });

  test('wrong passphrases leave the next key a chance', async () => {
    const locked = goodKey(join(folder, 'locked'), 'open sesame');
    laptop.answer(() => secret('wrong'));
    expect(await user(await laptop.connect(hostOf(sshd, auto({ files: [locked, sshd.clientKeyPath] }))))).toBe(sshd.user);
    expect(laptop.asked).toHaveLength(3);
  });

  test('a failure names all that was tried and all that could not be', async () => {
    const [one, two] = [newKey(), newKey()];
    agent.add(newKey());
    const files = [one, two, '/nonexistent/id'];
    await expect(laptop.connect(hostOf(sshd, auto({ files })), { agentSocket: agent.socket })).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringMatching(
        new RegExp(
          `GPU box 1 refused the key of the SSH agent, the key ${one} and the key ${two} for ${sshd.user}; .*` +
            'accepts: publickey\\. Not tried: /nonexistent/id \\(there is no such file\\)\\.',
        ),
      ),
    });
  });

  test('with nothing to offer it says what is missing', async () => {
    await expect(laptop.connect(hostOf(sshd, auto()))).rejects.toMatchObject({
      code: 'auth-unavailable',
      message: expect.stringMatching(/GPU box 1 wants a key, but .*SSH_AUTH_SOCK is not set.*no key file/),
    });
  });
});

const PASSWORD = `canary-${randomBytes(6).toString('hex')}`;

// PAM needs a server of root's.
describe.runIf(process.getuid?.() === 0)('several factors', () => {
  let pam: Sshd;
  beforeAll(async () => {
    pam = await startSshd({
      password: PASSWORD,
      options: ['AuthenticationMethods publickey,keyboard-interactive publickey,password password,publickey'],
    });
  });
  afterAll(() => pam.stop());
  beforeEach(() => laptop.know(pam.hostKeyLine));

  const logged = (): { lines: string[]; log: { write(...line: unknown[]): void; secret(value: string): void }; secrets: string[] } => {
    const lines: string[] = [];
    const secrets: string[] = [];
    return {
      lines,
      secrets,
      log: { write: (...line) => void lines.push(JSON.stringify(line)), secret: (value) => void secrets.push(value) },
    };
  };

  test.each([
    ['a key file', () => auto({ files: [pam.clientKeyPath] }), undefined],
    ['the agent', () => ({ auth: { kind: 'agent' as const } }), true],
    ['only a key file', () => ({ auth: { kind: 'key' as const, path: pam.clientKeyPath } }), undefined],
  ])(
    '%s and then the password; it is told to the log to be kept out, and is in no place',
    async (_name, auth, withAgent) => {
      if (withAgent === true) agent.add(pam.clientKeyPath);
      const { lines, log, secrets } = logged();
      laptop.answer(inTurn(secret('wrong'), secret(PASSWORD, 'run')));
      const environment = { log, ...(withAgent === true ? { agentSocket: agent.socket } : {}) };
      expect(await user(await laptop.connect(hostOf(pam, auth()), environment))).toBe(pam.user);
      expect(laptop.asked).toMatchObject([
        { purpose: 'password', again: false },
        { purpose: 'password', again: true },
      ]);
      expect(secrets).toContain(PASSWORD);
      expect([lines.join(''), pam.log(), laptop.steps.join(''), JSON.stringify(laptop.asked)].join('')).not.toContain(PASSWORD);
      expect(everyProcess()).not.toContain(PASSWORD);
    },
    20_000,
  );

  test('a password and then a key', async () => {
    const server = await sshdForTest({ password: PASSWORD, options: ['AuthenticationMethods password,publickey'] });
    laptop.know(server.hostKeyLine);
    copyFileSync(server.clientKeyPath, join(laptop.home, '.ssh', 'id_ed25519'));
    laptop.answer(() => secret(PASSWORD));
    expect(await user(await laptop.connect(hostOf(server, { auth: { kind: 'password' } })))).toBe(server.user);
    expect(await user(await laptop.connect(hostOf(server, auto())))).toBe(server.user);
    expect(laptop.asked).toHaveLength(2);
  }, 20_000);
});

/** Arguments and environment of every process of this machine. */
const everyProcess = (): string =>
  execFileSync('sh', ['-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null || true'], { maxBuffer: 1 << 28 }).toString(
    'latin1',
  );
