import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog, type LogFile } from '../base/log';
import type { ConnectionState } from '../contract/connection';
import type { Host } from '../contract/host';
import { TextFile, type LogEntry } from '../contract/log';
import { bundleOf, type BundleParts } from './bundle';

let folder: string;
let log: LogFile;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gv-bundle-'));
  log = openLog(join(folder, 'gearview.log'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NOW = new Date(2026, 0, 2, 3, 4).getTime();
const HOST: Host = {
  id: '0123456789ab',
  name: 'GPU box 1',
  address: 'gpu1.example.com',
  port: 2222,
  user: 'alice',
  auth: { kind: 'auto', files: ['/home/alice/.ssh/work'], onlyFiles: true },
  notes: 'rack 7, pay the invoice',
  tags: ['lab'],
  jump: 'gate',
  via: [{ name: 'gate', address: '10.0.0.1', port: 22, user: 'bob', auth: { kind: 'agent' }, ssh: { aliveSeconds: 5 } }],
  ssh: { userKnownHosts: [], hostKeyAlias: 'gpu1', globalKnownHosts: ['/a', '/b'] },
  source: {
    alias: 'gpu1',
    origins: [
      { option: 'HostName', value: 'gpu1.example.com', file: '/home/alice/.ssh/config', line: 3 },
      { option: 'ForwardAgent', value: 'yes', file: '/home/alice/.ssh/config', line: 4, ignored: 'Gearview never forwards the agent.' },
    ],
  },
};
const LOST: ConnectionState = {
  kind: 'lost',
  failure: { code: 'refused', message: 'GPU box 1 refused.', detail: 'line 1\nline 2' },
  attempts: 3,
  retryAt: Date.UTC(2026, 0, 2, 3, 5),
};
const ENTRIES: LogEntry[] = [
  { id: 0, at: Date.UTC(2026, 0, 2), level: 'warn', hostId: HOST.id, event: 'start.sh failed', fields: [['stderr', 'a\n== Host ==']] },
];
const bundle = (change: Partial<BundleParts> = {}, host: Host = HOST): TextFile =>
  bundleOf(
    host,
    { app: { Gearview: '0.1.0', platform: 'linux x64', electron: undefined }, state: LOST, log: ENTRIES, now: NOW, ...change },
    log,
  );

describe('a support bundle', () => {
  test('says what runs, how the host is set up, how it stands and what was logged', () => {
    const { name, text } = TextFile.parse(bundle());
    expect(name).toBe('gearview-GPU-box-1-20260102-0304.txt');
    for (const line of [
      'Gearview: 0.1.0',
      'address: gpu1.example.com',
      'port: 2222',
      'user: alice',
      'authentication: as ssh, keys /home/alice/.ssh/work, no others',
      'hop 1: gate: bob@10.0.0.1 port 22, agent, {"aliveSeconds":5}',
      'userKnownHosts: none',
      'globalKnownHosts: /a, /b',
      'HostName: gpu1.example.com (/home/alice/.ssh/config:3)',
      'ForwardAgent: yes (/home/alice/.ssh/config:4, not followed: Gearview never forwards the agent.)',
      'state: lost',
      'tries: 3',
      'next try: 2026-01-02T03:05:00.000Z',
      'last failure: refused: GPU box 1 refused.',
      'detail: line 1\n    line 2',
      '2026-01-02T00:00:00.000Z warn start.sh failed\n  stderr: a\n    == Host ==',
    ])
      expect(text).toContain(`\n${line}\n`);
    expect(text.match(/^== .* ==$/gm)).toEqual(
      ['Gearview', 'Host', 'SSH options', 'From ~/.ssh/config', 'Connection', 'Log'].map((title) => `== ${title} ==`),
    );
    expect(text).not.toMatch(/invoice|undefined|electron/);
  });

  test.each<[ConnectionState, string]>([
    [{ kind: 'idle' }, 'state: idle\nlast failure: timeout: Before.'],
    [
      { kind: 'connecting', step: 'Logging in', hop: { name: 'gate', index: 1, count: 2 } },
      'state: connecting: Logging in\nhop: gate (1 of 2)\nlast',
    ],
    [{ kind: 'ready', since: 0, via: ['gate'] }, 'state: ready since 1970-01-01T00:00:00.000Z\nvia: gate\nlast'],
  ])('tells a state of %j', (state, lines) => {
    expect(bundle({ state, lastFailure: { code: 'timeout', message: 'Before.' } }).text).toContain(lines);
  });

  test('lists desktops only when they are known', () => {
    expect(bundle().text).not.toContain('== Desktops ==');
    expect(bundle({ sessions: [] }).text).toContain('== Desktops ==\nNone.');
  });

  test('has the sections that others add, each value indented below its name', () => {
    const more = [{ title: 'Facts', lines: [['kernel', 'known\n$ uname -rm\n== Log ==']] as const }];
    expect(bundle({ more }).text).toContain('== Facts ==\nkernel: known\n    $ uname -rm\n    == Log ==\n');
  });

  test.each([
    ['../../etc/passwd', 'gearview-etc-passwd-20260102-0304.txt'],
    ['ä€', 'gearview-host-20260102-0304.txt'],
    ['x'.repeat(128), `gearview-${'x'.repeat(60)}-20260102-0304.txt`],
  ])('of “%s” has a file name that is only a name', (name, file) => {
    expect(TextFile.parse(bundle({}, { ...HOST, name })).name).toBe(file);
  });

  test('holds no secret, wherever one stands', () => {
    // With a line end and a control character: laying the text out must not hide it.
    const canaries = ['canary-one', 'canary\ntwo', 'canary\u001bthree', `canary-${'long'.repeat(1200)}`];
    for (const canary of canaries) log.secret(canary);
    const all = canaries.join(' ');
    const { text } = bundle(
      {
        app: { Gearview: all },
        state: { kind: 'lost', failure: { code: 'refused', message: all.slice(0, 2000), detail: canaries.slice(0, 3).join(' ') } },
        log: ENTRIES.map((entry) => ({ ...entry, event: 'canary-one', fields: [['stderr', 'canary-one password=canary-four']] })),
      },
      { ...HOST, name: 'canary-one', jump: 'canary-one', notes: all, jumpProblem: 'Authorization: Bearer canary-five' },
    );
    expect(text.replaceAll('[redacted]', '')).not.toMatch(/canary-(one|four|five)|two$|three/m);
    expect(text).toContain('Gearview: [redacted] [redacted] [redacted] [redacted]');
  });

  test('is not made when a secret would be left in it', () => {
    log.secret('gpu1.example.com');
    const broken = { redact: (text: string): string => text, holdsSecret: (text: string): boolean => log.holdsSecret(text) };
    const parts = { app: {}, state: LOST, log: ENTRIES, now: NOW };
    expect(() => bundleOf(HOST, parts, broken)).toThrow('a secret could not be removed');
    expect(bundleOf(HOST, parts, log).text).not.toContain('gpu1.example.com');
  });

  test('stays within 4 MiB and keeps the end of the log', () => {
    const entries = Array.from({ length: 2000 }, (_, id): LogEntry => ({
      id,
      at: 0,
      level: 'info',
      hostId: HOST.id,
      event: `event ${id}`,
      fields: [['a', 'x'.repeat(4000)]],
    }));
    const { text } = TextFile.parse(bundle({ log: entries }));
    expect(text).toContain('== Host ==');
    expect(text).toContain('event 1999\n');
    expect(text).not.toContain('event 1000\n');
  });
});
