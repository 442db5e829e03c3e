import { describe, expect, test } from 'vitest';
import { Host, HostDraft, SshOptions } from './host';

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
    { auth: { kind: 'auto' } },
    { auth: { kind: 'auto', files: ['/home/alice/.ssh/id_ed25519'], onlyFiles: true } },
    { jump: 'alice@bastion:2222,[fe80::1]:22' },
    { group: 'Lab', tags: ['a100', 'shared box'], colour: 'red', notes: 'rack 3\nask Bob' },
  ])('%j', (change) => {
    expect(sentence(change)).toBeUndefined();
  });
});

describe('R10 a host is refused, in one sentence, with', () => {
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
    [{ auth: { kind: 'auto', files: ['/k/\u202ekey'] } }, 'invisible'],
    [{ auth: { kind: 'auto', files: Array.from({ length: 17 }, () => '/k') } }, 'at most 16'],
    [{ jump: 'bast\u202eion' }, 'invisible'],
    [{ jump: 'x'.repeat(1025) }, 'too long'],
    [{ group: '' }, 'Enter a name for the group'],
    [{ group: 'g'.repeat(65) }, 'at most 64'],
    [{ tags: ['a,b'] }, 'no comma'],
    [{ tags: ['a\u200b'] }, 'invisible'],
    [{ tags: Array.from({ length: 17 }, (_, index) => `t${index}`) }, 'at most 16'],
    [{ notes: 'x'.repeat(4001) }, 'at most 4,000'],
  ])('%j', (change, expected) => {
    expect(sentence(change)).toContain(expected);
  });
});

test('fields that nobody asked for are refused', () => {
  expect(HostDraft.safeParse({ ...good, proxyCommand: 'id' }).success).toBe(false);
});

test('what follows ~/.ssh/config has no place for a command, a forwarding or trust (R45)', () => {
  expect(Object.keys(SshOptions.shape).join(' ')).toBe(
    'hostKeyAlias userKnownHosts globalKnownHosts strictHostKeyChecking hashKnownHosts revokedHostKeys identityAgent aliveSeconds aliveCount connectSeconds family',
  );
  for (const more of ['proxyCommand', 'localCommand', 'knownHostsCommand', 'forwardAgent', 'password', 'hostKey']) {
    expect(SshOptions.safeParse({ [more]: 'x' }).success).toBe(false);
    expect(Host.safeParse({ ...good, id: '0'.repeat(12), [more]: 'x' }).success).toBe(false);
  }
});
