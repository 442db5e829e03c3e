/** For tests of the page: a host behind a jump host, and a host key that changed. */
import type { KeyChange } from '../../electron/contract/connection';
import type { Host } from '../../electron/contract/host';

export const HOST: Host = {
  id: '0123456789ab',
  name: 'gpu1',
  address: 'gpu1.lab',
  port: 22,
  user: 'alice',
  auth: { kind: 'auto' },
  via: [{ name: 'bastion', address: 'bastion.lab', port: 22, user: 'alice', auth: { kind: 'auto' } }],
};

export const ART = ['+--[ED25519 256]--+', ...Array.from({ length: 9 }, () => '|    . o + = *    |'), '+----[SHA256]-----+'].join('\n');

export const CHANGE: KeyChange = {
  hostId: HOST.id,
  hostName: 'gpu1',
  address: 'gpu1.lab',
  port: 2222,
  shown: { keyType: 'ssh-ed25519', fingerprint: 'SHA256:new', randomart: ART },
  onRecord: [{ keyType: 'ssh-ed25519', fingerprint: 'SHA256:old', randomart: ART, file: '/home/alice/.ssh/known_hosts', line: 12 }],
};
