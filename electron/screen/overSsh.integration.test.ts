import { chmodSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { hostOf, openLaptop } from '../../e2e/support/laptop';
import { openFrame } from '../../e2e/support/rfbFrame';
import { startSshd, type Sshd } from '../../e2e/support/sshd';
import { startXvnc, xProxyThere, type XProxy } from '../../e2e/support/xvnc';
import { openScreens } from './screens';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) await undo();
});

async function sshd(options: readonly string[]): Promise<Sshd> {
  const server = await startSshd({ options });
  cleanUp.push(() => server.stop());
  return server;
}

/** A desktop on a host behind sshd, shown. */
async function show(server: Sshd, kind: XProxy, transport: 'rfb' | 'websocket') {
  const xvnc = await startXvnc(kind, { args: ['-rfbunixmode', '0666'] });
  cleanUp.push(() => xvnc.stop());
  // The account behind sshd is not the one of the X proxy.
  chmodSync(xvnc.home, 0o755);
  const laptop = openLaptop();
  cleanUp.push(() => laptop.end());
  laptop.know(server.hostKeyLine);
  const connection = await laptop.connect(hostOf(server));
  const screens = openScreens({
    connection: () => Promise.resolve(connection),
    reach: () => Promise.resolve({ hostId: 'host', target: { kind: 'unix', path: xvnc.socketPath }, transport }),
  });
  const frame = openFrame();
  cleanUp.push(() => frame.close());
  await screens.open({ sessionId: 'session' }, frame.port);
  return { xvnc, frame, screens, connection };
}

describe.each([
  ['SSH forwarding', []],
  ['the relay, where sshd forbids forwarding', ['DisableForwarding yes']],
])('over %s', (_name, options) => {
  test.each([
    ['tigervnc', 'rfb'],
    ['turbovnc', 'websocket'],
  ] as const)('%s shows its pictures (%s)', async (kind, transport) => {
    if (!xProxyThere(kind)) return;
    const { xvnc, frame } = await show(await sshd(options), kind, transport);
    expect(await frame.until(() => frame.seen.picture)).toBe(true);
    const before = frame.seen.updates;
    xvnc.draw('glxgears');
    expect(await frame.until(() => frame.seen.updates > before + 20)).toBe(true);
  });

  test('when sshd ends, the screen says that the connection was lost', async () => {
    const server = await sshd(options);
    const { frame } = await show(server, 'tigervnc', 'rfb');
    expect(await frame.until(() => frame.seen.picture)).toBe(true);
    await server.stop();
    await expect(frame.ended).resolves.toMatchObject({ code: 'connection-lost', retry: true });
  });
});
