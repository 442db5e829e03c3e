import { describe, expect, test } from 'vitest';
import { Failure } from '../base/failure';
import type { Host } from '../contract/host';
import { closedEarly, handshakeFailure, isTemporary, lostFailure, quiet, silent, socketFailure, stalled } from './failures';

const host: Host = { id: '0123456789ab', name: 'GPU box 1', address: 'gpu1', port: 2222, user: 'alice', auth: { kind: 'agent' } };
const coded = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

describe('what the system says', () => {
  test.each([
    ['ECONNREFUSED', 'refused'],
    ['ENOTFOUND', 'name-unknown'],
    ['EAI_AGAIN', 'name-unknown'],
    ['EHOSTUNREACH', 'no-route'],
    ['ENETUNREACH', 'no-route'],
    ['EADDRNOTAVAIL', 'no-route'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'connection-lost'],
    ['EWHATEVER', 'connection-lost'],
  ])('%s is %s', (code, expected) => {
    for (const error of [coded(code), new AggregateError([coded(code), coded('OTHER')])]) {
      expect(socketFailure(host, error)).toMatchObject({ code: expected, retry: true, message: expect.stringContaining('GPU box 1') });
    }
  });
});

describe('what ssh2 says before the login is done', () => {
  test.each([
    ['Handshake failed: no matching key exchange algorithm', 'not-ssh', 'no key exchange that is safe'],
    ['Handshake failed: no matching host key format', 'not-ssh', 'no host key type that is safe'],
    ['Handshake failed: no matching C->S cipher', 'not-ssh', 'no cipher that is safe'],
    ['Handshake failed: no matching S->C MAC', 'not-ssh', 'no MAC that is safe'],
    ['Too many authentication failures', 'auth-rejected', 'too many tries'],
    ['Handshake failed: signature verification failed', 'host-key-unverifiable', 'could not prove'],
    ['Host key does not match negotiated type', 'host-key-unverifiable', 'could not prove'],
    ['read ECONNRESET', 'connection-lost', 'before the login'],
  ])('%s', (text, code, message) => {
    expect(handshakeFailure(host, new Error(text), 'SSH-2.0-OpenSSH_9.2\r\n')).toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test('another protocol wins over what it leads to, lines before the SSH line do not', () => {
    expect(closedEarly(host, 'HTTP/1.1 400 Bad Request\r\n\u001b[2J')).toMatchObject({
      code: 'not-ssh',
      detail: 'HTTP/1.1 400 Bad Request',
    });
    expect(closedEarly(host, 'Welcome\r\nSSH-2.0-x\r\n')).toMatchObject({ code: 'connection-lost' });
    expect(closedEarly(host, '')).toMatchObject({ code: 'connection-lost', retry: true });
  });
});

test.each([
  ['', 'connection-lost', 'MaxStartups'],
  ['Exceeded MaxStartups\r\n', 'refused', 'MaxStartups'],
  ['Not allowed at this time\r\n', 'refused', 'PerSourcePenalties'],
])('a server that takes nobody now is no other protocol: %j', (said, code, message) => {
  expect(closedEarly(host, said)).toMatchObject({ code, retry: true, message: expect.stringContaining(message) });
});

test('only a name that nobody could be asked about may be there in a moment', () => {
  expect(isTemporary(socketFailure(host, coded('EAI_AGAIN')))).toBe(true);
  expect(isTemporary(socketFailure(host, coded('ENOTFOUND')))).toBe(false);
});

test('silence is told by its stage', () => {
  expect(silent(host)).toMatchObject({ code: 'timeout', message: expect.stringContaining('gpu1 port 2222') });
  expect(stalled(host, 'handshake', '')).toMatchObject({ code: 'timeout', message: expect.stringContaining('does not speak') });
  expect(stalled(host, 'handshake', '220 mail')).toMatchObject({ code: 'not-ssh' });
  expect(stalled(host, 'login', 'SSH-2.0-x')).toMatchObject({ code: 'timeout', message: expect.stringContaining('login') });
  expect(quiet(host, 15)).toMatchObject({ code: 'connection-lost', message: expect.stringContaining('15 s') });
});

test('the end of a connection that worked', () => {
  expect(lostFailure(host, undefined)).toMatchObject({ code: 'connection-lost', retry: true });
  expect(lostFailure(host, new Error('Host denied (verification failed)'))).toMatchObject({ code: 'host-key-changed' });
  const own = new Failure('timeout', 'x');
  expect(lostFailure(host, own)).toBe(own);
});
