/** Hostile and unusual SSH servers, which OpenSSH is not: made with ssh2's own server. */
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import ssh2, { type AuthContext, type Connection as ServerConnection } from 'ssh2';
import { hostOf, openLaptop, type Laptop } from '../../e2e/support/laptop';
import { portOf } from '../../e2e/support/listener';
import type { Answer, Question } from '../contract/connection';
import type { Host } from '../contract/host';

let laptop: Laptop;
const running: { close(): unknown }[] = [];
beforeEach(() => {
  laptop = openLaptop();
});
afterEach(() => {
  laptop.end();
  for (const server of running.splice(0)) server.close();
});

const HOST_KEY = ssh2.utils.generateKeyPairSync('ed25519').private;
const hostAt = (port: number, auth: Host['auth'] = { kind: 'password' }): Host =>
  hostOf({ port, user: 'alice', clientKeyPath: '' }, { auth });

/** An SSH server of ssh2; `authenticate` decides on each try. */
async function server(
  authenticate: (context: AuthContext) => void,
  ready: (client: ServerConnection) => void = () => undefined,
): Promise<Host> {
  const one = new ssh2.Server({ hostKeys: [HOST_KEY], banner: '\u001b[2Jhostile banner' }, (client) => {
    client.on('authentication', authenticate);
    client.on('ready', () => ready(client));
    client.on('error', () => undefined);
  });
  one.listen(0, '127.0.0.1');
  await once(one, 'listening');
  running.push(one);
  return hostAt(portOf(one));
}

const accept = (question: Question): Answer | undefined =>
  question.kind === 'host-key' ? { kind: 'host-key', accept: 'once' } : undefined;
const kinds = (): string[] => laptop.asked.map((question) => question.kind);

/** Keyboard-interactive with these rounds of prompts; `seen` gets the answers. */
const rounds =
  (seen: string[][], ...all: { prompt: string; echo: boolean }[][]) =>
  (context: AuthContext): void => {
    if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive']);
    const ask = (index: number): void => {
      const prompts = all[index];
      if (prompts === undefined) return context.accept();
      context.prompt(prompts, 'Title\u001b[31m', 'Line one\nLine\u202e two', (answers) => {
        seen.push(answers);
        ask(index + 1);
      });
    };
    ask(0);
  };

describe('keyboard-interactive', () => {
  test('several prompts are shown together, as plain text, and answered in their order', async () => {
    const seen: string[][] = [];
    const host = await server(
      rounds(seen, [
        { prompt: 'Password:\u001b]0;evil\u0007', echo: false },
        { prompt: 'Code:\u202e', echo: true },
      ]),
    );
    laptop.answer((question) => accept(question) ?? { kind: 'prompts', values: ['pw', '123'] });
    await laptop.connect(host);
    expect(seen).toEqual([['pw', '123']]);
    expect(laptop.asked[1]).toMatchObject({
      kind: 'prompts',
      title: 'Title [31m',
      instructions: 'Line one\nLine  two',
      prompts: [
        { text: 'Password: ]0;evil', echo: false },
        { text: 'Code:', echo: true },
      ],
    });
  });

  test('a password and then a code: the password is remembered, the code is not', async () => {
    const seen: string[][] = [];
    const host = await server(
      rounds(seen, [{ prompt: "alice's password:", echo: false }], [{ prompt: 'Verification code: ', echo: false }], []),
    );
    laptop.answer(
      (question) =>
        accept(question) ??
        (question.kind === 'secret' ? { kind: 'secret', value: 'pw', remember: 'store' } : { kind: 'prompts', values: ['123'] }),
    );
    await laptop.connect(host);
    expect(seen).toEqual([['pw'], ['123'], []]);
    expect(kinds()).toEqual(['host-key', 'secret', 'prompts']);
    expect([...laptop.secrets.values()]).toEqual(['pw']);
  });

  test.each(['New password: ', '(current) UNIX password: ', 'Retype new password: ', 'One-time password: ', 'Password and token: '])(
    'a remembered password never answers “%s”',
    async (prompt) => {
      const seen: string[][] = [];
      const host = await server(rounds(seen, [{ prompt: 'Password: ', echo: false }], [{ prompt, echo: false }]));
      laptop.answer(
        (question) =>
          accept(question) ?? (question.kind === 'secret' ? { kind: 'secret', value: 'pw', remember: 'store' } : { kind: 'cancel' }),
      );
      await expect(laptop.connect(host)).rejects.toMatchObject({ code: 'cancelled' });
      expect(seen).toEqual([['pw']]);
      expect(laptop.secrets.size).toBe(0);
    },
  );

  test('more prompts than a login needs end it', async () => {
    const host = await server(
      rounds(
        [],
        Array.from({ length: 11 }, () => ({ prompt: 'More:', echo: true })),
      ),
    );
    laptop.answer(accept);
    await expect(laptop.connect(host)).rejects.toMatchObject({ code: 'auth-rejected', message: expect.stringContaining('more questions') });
  });

  test('so do rounds without end', async () => {
    const host = await server(rounds([], ...Array.from({ length: 50 }, () => [{ prompt: 'More:', echo: true }])));
    laptop.answer((question) => accept(question) ?? { kind: 'prompts', values: ['x'] });
    await expect(laptop.connect(host)).rejects.toMatchObject({ code: 'auth-rejected', message: expect.stringContaining('more questions') });
    expect(kinds().filter((kind) => kind === 'prompts')).toHaveLength(10);
  });
});

test('R9 channels that the server opens are refused, every kind', async () => {
  const results: string[] = [];
  const done =
    (name: string) =>
    (error: Error | undefined): void => {
      results.push(`${name}: ${error === undefined ? 'opened' : 'refused'}`);
    };
  const host = await server(
    (context) => context.accept(),
    (client) => {
      client.forwardOut('127.0.0.1', 1, '127.0.0.1', 2, done('forwarded-tcpip'));
      client.openssh_forwardOutStreamLocal('/tmp/x', done('forwarded-streamlocal'));
      client.x11('127.0.0.1', 6000, done('x11'));
      openAgentChannel(client, done('auth-agent'));
    },
  );
  laptop.answer(accept);
  const connection = await laptop.connect(host);
  await vi.waitUntil(() => results.length === 4);
  expect(results.toSorted()).toEqual(['auth-agent: refused', 'forwarded-streamlocal: refused', 'forwarded-tcpip: refused', 'x11: refused']);
  connection.close();
});

interface ServerInside {
  readonly _chanMgr: { add(done: (error?: Error) => void): number };
  readonly _protocol: { openssh_authAgent(channel: number, window: number, packet: number): void };
}

/** ssh2's server has no public way to ask for the client's agent. */
function openAgentChannel(client: ServerConnection, done: (error: Error | undefined) => void): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { _chanMgr, _protocol } = client as unknown as ServerInside;
  _protocol.openssh_authAgent(
    _chanMgr.add((error) => done(error)),
    1 << 20,
    1 << 15,
  );
}

test('an expired password is told', async () => {
  const host = await server((context) => {
    if (context.method !== 'password') return context.reject(['password']);
    context.requestChange('Your password has expired', () => undefined);
  });
  laptop.answer((question) => accept(question) ?? { kind: 'secret', value: 'pw', remember: 'store' });
  await expect(laptop.connect(host)).rejects.toMatchObject({ code: 'auth-rejected', message: expect.stringContaining('expired') });
  expect(laptop.secrets.size).toBe(0);
});

test('a login that is never answered ends in time, and the time an operator takes does not count', async () => {
  const host = await server(() => undefined);
  laptop.answer(() => undefined);
  laptop.environment.questions.onAsked((question) => {
    setTimeout(() => laptop.environment.questions.answer(question.id, { kind: 'host-key', accept: 'once' }), 300);
  });
  await expect(laptop.connect(host, { limits: { handshakeMs: 200, loginMs: 200 } })).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('login'),
  });
  expect(kinds()).toEqual(['host-key']);
});
