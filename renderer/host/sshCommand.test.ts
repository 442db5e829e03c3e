import { describe, expect, test } from 'vitest';
import { readSshCommand } from './sshCommand';

describe('readSshCommand', () => {
  test.each([
    ['ssh gpu1', { address: 'gpu1', files: [] }],
    ['  ssh   alice@gpu1.lab ', { address: 'gpu1.lab', user: 'alice', files: [] }],
    ['ssh -p 2222 -J bastion alice@gpu1', { address: 'gpu1', user: 'alice', port: '2222', jump: 'bastion', files: [] }],
    ['ssh -p2222 -vXAp 23 gpu1', { address: 'gpu1', port: '2222', files: [] }],
    ['ssh -vXAp23 gpu1', { address: 'gpu1', port: '23', files: [] }],
    ['ssh gpu1 -l alice -p 22 uptime -l', { address: 'gpu1', user: 'alice', port: '22', files: [] }],
    ['ssh -l bob alice@gpu1', { address: 'gpu1', user: 'alice', files: [] }],
    ['ssh -i ~/.ssh/a -i "/home/al ice/b" gpu1', { address: 'gpu1', files: ['~/.ssh/a', '/home/al ice/b'] }],
    ['ssh -o Port=2200 -oProxyJump=a,b -o "User alice" gpu1', { address: 'gpu1', user: 'alice', port: '2200', jump: 'a,b', files: [] }],
    ['ssh -o HostName=10.0.0.1 gpu1', { address: '10.0.0.1', files: [] }],
    ['ssh -L 5901:localhost:5901 -N gpu1', { address: 'gpu1', files: [] }],
    ['ssh ssh://bob@10.0.0.1:2022/', { address: '10.0.0.1', user: 'bob', port: '2022', files: [] }],
    ['ssh 2001:db8::1', { address: '2001:db8::1', files: [] }],
  ])('%s', (text, words) => {
    expect(readSshCommand(text)).toEqual(words);
  });

  test.each(['', 'ssh', 'ssh -p 22', 'gpu1', 'scp a gpu1:', 'sshd gpu1'])('“%s” names no host', (text) => {
    expect(readSshCommand(text)).toBeUndefined();
  });
});
