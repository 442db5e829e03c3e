import { describe, expect, test } from 'vitest';
import { HostDraft } from './host';

const good = { name: 'GPU box 1', address: 'gpu1.example.com', port: 22, user: 'alice', auth: { kind: 'agent' } };
const sentence = (change: object): string | undefined => HostDraft.safeParse({ ...good, ...change }).error?.issues[0]?.message;

describe('a host is accepted with', () => {
  test.each([
    {},
    { address: '10.0.0.1' },
    { address: 'fe80::1%eth0' },
    { address: '::1' },
    { address: 'bücher.example' },
    { name: 'Lab “A” – rack 3; $HOME' },
    { user: 'first.last_2' },
    { user: 'DOMAIN-user$x'.replace('$', '+') },
    { port: 65535 },
    { auth: { kind: 'key', path: '/home/alice/my keys/id_ed25519' } },
    { auth: { kind: 'password' } },
  ])('%j', (change) => {
    expect(sentence(change)).toBeUndefined();
  });
});

describe('a host is refused, in one sentence, with', () => {
  test.each([
    [{ name: '' }, 'Enter a name'],
    [{ name: 'x'.repeat(129) }, 'at most 128'],
    [{ name: 'gpu\u202e1' }, 'invisible'],
    [{ address: '' }, 'Enter the host name'],
    [{ address: 'gpu 1' }, 'no spaces'],
    [{ address: '-oProxyCommand=x' }, 'begin with'],
    [{ address: 'a;reboot' }, 'shell characters'],
    [{ address: '$(id)' }, 'shell characters'],
    [{ address: '`id`' }, 'shell characters'],
    [{ address: 'alice@gpu1' }, 'shell characters'],
    [{ address: 'a'.repeat(254) }, 'at most 253'],
    [{ port: 0 }, 'between 1 and 65535'],
    [{ port: 65536 }, 'between 1 and 65535'],
    [{ port: 22.5 }, 'whole number'],
    [{ port: Number.NaN }, 'number'],
    [{ user: '' }, 'Enter the user'],
    [{ user: 'al ice' }, 'no spaces'],
    [{ user: '-l' }, 'begin with'],
    [{ user: 'x;id' }, 'shell characters'],
    [{ user: 'x\\' }, 'shell characters'],
    [{ auth: { kind: 'key', path: '' } }, 'Choose the private key'],
    [{ auth: { kind: 'key', path: '/k/id.pub' } }, 'public key'],
  ])('%j', (change, expected) => {
    expect(sentence(change)).toContain(expected);
  });
});

test('fields that nobody asked for are refused', () => {
  expect(HostDraft.safeParse({ ...good, proxyCommand: 'id' }).success).toBe(false);
});
