import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hostOf, inTurn, openLaptop, output, secret, type Laptop } from '../../e2e/support/laptop';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { sshdForTest } from '../../e2e/support/sshdForTest';
import type { Connection } from './connection';
import { openSecrets, passwordKey } from './secrets';

const PASSWORD = 'cor"rect horse$1';
let laptop: Laptop;
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => laptop.end());

const user = async (connection: Connection): Promise<string> => (await output(connection, 'id -un\n')).trim();

// PAM needs a server of root's.
describe.runIf(process.getuid?.() === 0)('with a password', () => {
  let pam: Sshd;
  const byPassword = { auth: { kind: 'password' as const } };
  beforeAll(async () => {
    pam = await startSshd({ password: PASSWORD, options: ['KbdInteractiveAuthentication no'] });
  });
  afterAll(() => pam.stop());
  beforeEach(() => laptop.know(pam.hostKeyLine));
  const remembered = (): string => passwordKey(hostOf(pam), pam.hostKeyFingerprint);

  test('asks for it, again after a wrong one, and remembers the right one when wished', async () => {
    laptop.answer(inTurn(secret('wrong', 'store'), secret(PASSWORD, 'store')));
    expect(await user(await laptop.connect(hostOf(pam, byPassword)))).toBe(pam.user);
    expect(laptop.asked).toMatchObject([
      { kind: 'secret', purpose: 'password', subject: `${pam.user}@127.0.0.1`, again: false },
      { kind: 'secret', again: true },
    ]);
    expect([...laptop.secrets]).toEqual([[remembered(), PASSWORD]]);
    await laptop.connect(hostOf(pam, byPassword));
    expect(laptop.asked).toHaveLength(2);
  }, 20_000);

  test('a remembered one that is wrong is dropped and asked for anew', async () => {
    laptop.secrets.set(remembered(), 'old');
    laptop.answer(inTurn(secret(PASSWORD)));
    await laptop.connect(hostOf(pam, byPassword));
    expect(laptop.asked).toMatchObject([{ again: true }]);
    expect(laptop.secrets.size).toBe(0);
  }, 20_000);

  test('one for this run is kept in memory only, one that is not remembered is asked for again', async () => {
    laptop.answer(inTurn(secret(PASSWORD), secret(PASSWORD, 'run')));
    await laptop.connect(hostOf(pam, byPassword));
    await laptop.connect(hostOf(pam, byPassword));
    await laptop.connect(hostOf(pam, byPassword));
    expect(laptop.asked).toMatchObject([{ again: false }, { again: false }]);
    expect(laptop.secrets.size).toBe(0);
    expect(await laptop.environment.secrets.list(hostOf(pam))).toMatchObject([{ purpose: 'password', where: 'run' }]);
  }, 20_000);

  test('R22 one remembered for another host key, user, address or port is not sent', async () => {
    const host = hostOf(pam, byPassword);
    laptop.secrets.set(passwordKey(host, 'SHA256:other'), PASSWORD);
    for (const change of [{ user: 'bob' }, { address: 'localhost' }, { port: 22 }]) {
      laptop.secrets.set(passwordKey({ ...host, ...change }, pam.hostKeyFingerprint), PASSWORD);
    }
    await expect(laptop.connect(host)).rejects.toMatchObject({ code: 'cancelled' });
    expect(laptop.asked).toMatchObject([{ again: false }]);
    expect(laptop.secrets.size).toBe(4);
  });

  test('three wrong ones are a refusal', async () => {
    laptop.answer(() => secret('wrong'));
    await expect(laptop.connect(hostOf(pam, byPassword))).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringMatching(new RegExp(`GPU box 1 refused the password for ${pam.user}; check the user name and the password`)),
    });
    expect(laptop.asked).toHaveLength(3);
  }, 30_000);

  test('where nothing can be stored it says why, stores nothing and remembers it for this run only', async () => {
    const vault = { ...laptop.vault, store: () => Promise.resolve({ kind: 'absent' as const, why: 'no keyring' }) };
    const secrets = openSecrets({ vault, home: laptop.home });
    laptop.answer(() => secret(PASSWORD, 'store'));
    await laptop.connect(hostOf(pam, byPassword), { secrets });
    expect(laptop.asked).toMatchObject([{ whyNotRemembered: 'no keyring' }]);
    expect(laptop.secrets.size).toBe(0);
    await laptop.connect(hostOf(pam, byPassword), { secrets });
    expect(laptop.asked).toHaveLength(1);
    await expect(laptop.connect(hostOf(pam, byPassword), { secrets: openSecrets({ vault, home: laptop.home }) })).resolves.toBeDefined();
    expect(laptop.asked).toHaveLength(2);
  });

  test('without a fitting agent the password is asked for', async () => {
    laptop.answer(() => secret(PASSWORD));
    expect(await user(await laptop.connect(hostOf(pam, { auth: { kind: 'agent' } })))).toBe(pam.user);
  });

  test('a host that takes no passwords says so', async () => {
    const sshd = await sshdForTest();
    laptop.know(sshd.hostKeyLine);
    laptop.answer(() => secret(PASSWORD));
    await expect(laptop.connect(hostOf(sshd, byPassword))).rejects.toMatchObject({
      code: 'auth-rejected',
      message: expect.stringContaining('accepts: publickey'),
    });
    expect(laptop.asked).toEqual([]);
  });

  test('the password is nowhere in the log of the server', () => {
    expect(pam.log()).not.toContain(PASSWORD);
    expect(readFileSync('/proc/self/cmdline', 'utf8')).not.toContain(PASSWORD);
  });
});

describe.runIf(process.getuid?.() === 0)('keyboard-interactive', () => {
  let pam: Sshd;
  beforeAll(async () => {
    pam = await startSshd({
      password: PASSWORD,
      options: ['PasswordAuthentication no', 'AuthenticationMethods keyboard-interactive publickey,keyboard-interactive'],
    });
  });
  afterAll(() => pam.stop());
  beforeEach(() => laptop.know(pam.hostKeyLine));

  test('a single hidden password prompt is answered with the password, remembered like one', async () => {
    laptop.answer(inTurn(secret('wrong'), secret(PASSWORD, 'store')));
    expect(await user(await laptop.connect(hostOf(pam, { auth: { kind: 'password' } })))).toBe(pam.user);
    expect(laptop.asked).toMatchObject([
      { kind: 'secret', purpose: 'password', again: false },
      { kind: 'secret', purpose: 'password', again: true },
    ]);
    expect([...laptop.secrets.values()]).toEqual([PASSWORD]);
  }, 20_000);

  test('as the second factor after a key', async () => {
    laptop.answer(() => secret(PASSWORD));
    expect(await user(await laptop.connect(hostOf(pam)))).toBe(pam.user);
    expect(laptop.asked.map((question) => question.kind)).toEqual(['secret']);
  });
});
