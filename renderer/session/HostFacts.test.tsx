import { afterEach, expect, test } from 'vitest';
import type { Host } from '../../electron/contract/host';
import { fakeWorker } from '../base/fakePorts';
import { mount, unmountAll } from '../base/mount';
import { HostFacts } from './HostFacts';

afterEach(unmountAll);

const login = { port: 22, user: 'alice', auth: { kind: 'auto' as const } };
const host: Host = { id: '0123456789ab', name: 'gpu1', address: 'gpu1.lab', ...login };

async function facts(of: Host): Promise<string> {
  fakeWorker();
  await mount(<HostFacts host={of} />);
  return document.body.textContent ?? '';
}

test('a plain host shows its login and no empty parts', async () => {
  const text = await facts(host);
  for (const part of ['gpu1.lab', '22', 'alice', 'Automatic']) expect(text).toContain(part);
  for (const part of ['Jump hosts', 'Notes and labels', 'Where each value comes from']) expect(text).not.toContain(part);
});

test('a host that follows ~/.ssh/config shows its way, its labels, its problems, and where each value is written', async () => {
  const text = await facts({
    ...host,
    group: 'Lab',
    tags: ['a100', 'lab 3'],
    colour: 'blue',
    notes: 'Rack 12',
    auth: { kind: 'auto', files: ['/home/alice/.ssh/lab'] },
    via: [{ name: 'bastion', address: 'b.lab', ...login }],
    source: {
      alias: 'gpu1',
      problem: 'Line 3 has no HostName any more.',
      origins: [{ option: 'ServerAliveInterval', value: '15', file: '/etc/ssh/ssh_config', line: 40 }],
    },
  });
  for (const part of [
    'Problem in ~/.ssh/config. Line 3 has no HostName any more.',
    '/home/alice/.ssh/lab',
    'bastion',
    'Lab',
    'a100, lab 3',
    'Blue',
    'Rack 12',
    'ServerAliveInterval 15',
    '/etc/ssh/ssh_config:40',
    'follows “Host gpu1”',
  ])
    expect(text).toContain(part);
});
