/** What package managers say when they wait or fail, in sentences. */
import { expect, test } from 'vitest';
import { causeOf } from './failures';
import { waitIn } from './waits';

test.each([
  // apt 2.0 and later, dnf, yum 3.4, rpm 4.
  [
    'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)... 12s',
    'unattended-upgr (process 4711)',
  ],
  ['Waiting for cache lock: Could not get lock /var/lib/apt/lists/lock...', 'another package manager'],
  ['Waiting for process with pid 4711 to finish.', 'another package manager (process 4711)'],
  ['Existing lock /var/run/yum.pid: another copy is running as pid 4711.', 'another yum (process 4711)'],
  ['Another app is currently holding the yum lock; waiting for it to exit...', 'another package manager'],
  ['warning: waiting for transaction lock on /usr/lib/sysimage/rpm/.rpm.lock', 'another rpm'],
])('waits: %s', (line, who) => expect(waitIn(line)).toBe(`Waiting for ${who}, which uses the package database.`));

test.each(['Reading package lists...', 'E: Could not get lock /var/lib/dpkg/lock', ''])('does not wait: %s', (line) =>
  expect(waitIn(line)).toBeUndefined(),
);

test.each<[string, RegExp, boolean]>([
  ['dpkg: error processing archive x (--unpack): cannot copy extracted data: No space left on device', /disk is full/, true],
  ["E: You don't have enough free space in /var/cache/apt/archives/.", /disk is full/, true],
  ['  - Need 33MB more space on the / filesystem: At least 33MB more space needed on the / filesystem.', /disk is full/, true],
  ['E: Could not get lock /var/lib/dpkg/lock-frontend - open (11: Resource temporarily unavailable)', /Another package manager/, true],
  ['E: Unable to locate package turbovnc', /The package turbovnc is in no repository/, false],
  ["E: Package 'x11vnc' has no installation candidate", /The package .?x11vnc.? is in no repository/, false],
  ['Error: Unable to find a match: virtualgl', /The package virtualgl is in no repository/, false],
  ['No match for argument: virtualgl', /The package virtualgl is in no repository/, false],
  [
    "W: GPG error: http://m stable InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 1",
    /signature/,
    false,
  ],
  ["E: The repository 'http://m stable Release' is not signed.", /signature/, false],
  ['Error: GPG check FAILED', /signature/, false],
  ['E: Failed to fetch http://m/x.deb  Hash Sum mismatch', /damaged/, true],
  [
    'E: Failed to fetch http://m.example:80/debian/pool/main/x/x11-utils/x11-utils_7.7%2b5_amd64.deb  404  Not Found [IP: 10.0.0.1 80]',
    /mirror m\.example:80 does not have the package x11-utils that/,
    true,
  ],
  [
    'E: Failed to fetch http://m/debian/dists/trixie/InRelease  407  Proxy Authentication Required [IP: 10.0.0.1 80]',
    /mirror m answers this host “407  Proxy Auth/,
    true,
  ],
  ['E: Failed to fetch http://m/x_1_all.deb  Connection failed [IP: 10.0.0.1 80]', /mirror m does not answer/, true],
  ["Err:1 http://m stable InRelease\n  Could not resolve 'm'", /does not answer/, true],
  ['Cannot find a valid baseurl for repo: base/7/x86_64', /does not answer/, true],
  ["E: The package demo needs to be reinstalled, but I can't find an archive for it.", /demo is half installed/, false],
  ["E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.", /interrupted before/, true],
  ['The following packages have unmet dependencies:', /need others/, false],
])('fails: %s', (line, why, retry) => {
  const cause = causeOf(100, ['Reading package lists...', ...line.split('\n'), 'E: Sub-process returned an error code (1)']);
  expect(cause.why).toMatch(why);
  expect(cause.retry ?? false).toBe(retry);
});

test.each<[number, readonly string[], string]>([
  [124, ['text'], 'It took too long and was ended; set it up again, and what is done stays done.'],
  [127, ['sh: nvidia-xconfig: not found'], 'A program that it needs is not there; the output says which.'],
  [3, ['one', 'two', ''], 'It said: “two”.'],
  [3, [], 'It said nothing.'],
  [
    100,
    ['dpkg: error: 1 expected program not found', "Note: root's PATH", 'E: Sub-process /usr/bin/dpkg returned an error code (2)'],
    'It said: “dpkg: error: 1 expected program not found”.',
  ],
  [100, ['E: Sub-process /usr/bin/dpkg returned an error code (2)'], 'It said: “E: Sub-process /usr/bin/dpkg returned an error code (2)”.'],
])('status %i has words of its own', (status, lines, why) => expect(causeOf(status, lines).why).toBe(why));

test('a package that no list has, after lists that did not come', () => {
  const cause = causeOf(100, ['E: Unable to locate package x11-utils'], { from: ['m.example'], all: false });
  expect(cause.why).toMatch(
    /x11-utils is in no repository .* Before, m\.example does not answer this host, so its package lists did not come/,
  );
  expect(cause.retry).toBe(true);
});

test('what a host says stays short', () => {
  expect(causeOf(1, [`E: Unable to locate package ${'x'.repeat(5000)}`]).why.length).toBeLessThan(300);
  expect(causeOf(1, ['x'.repeat(5000)]).why.length).toBeLessThan(500);
});
