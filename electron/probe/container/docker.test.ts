// docker_info and the failures as recorded from Docker 20.10.24 of Debian 12; NVIDIA's runtime, CDI and rootless as Docker's API documents them.
import { expect, test } from 'vitest';
import { printed } from '../system/recording';
import { parseDocker } from './docker';

const VERSION = 'Docker version 20.10.24+dfsg1, build 297e128\n';
const INFO = printed('docker/docker_info.txt');

test('an engine that answers', () => {
  expect(parseDocker(VERSION + INFO)).toEqual({
    version: '20.10.24+dfsg1',
    server: {
      kind: 'ok',
      version: '20.10.24+dfsg1',
      cgroupDriver: 'cgroupfs',
      cgroupVersion: '1',
      runtimes: ['io.containerd.runc.v2', 'io.containerd.runtime.v1.linux', 'runc'],
      defaultRuntime: 'runc',
      rootless: false,
      cdi: false,
    },
  });
});

test('NVIDIA’s runtime, CDI, rootless', () => {
  const info = {
    ServerVersion: '28.3.0',
    CgroupDriver: 'systemd',
    CgroupVersion: '2',
    DefaultRuntime: 'nvidia',
    Runtimes: { nvidia: { path: 'nvidia-container-runtime' }, runc: {} },
    SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless', 'name=cgroupns'],
    CDISpecDirs: ['/etc/cdi', '/var/run/cdi'],
  };
  expect(parseDocker(`Docker version 28.3.0, build 38b7060\n${JSON.stringify(info)}\n`)?.server).toMatchObject({
    kind: 'ok',
    cgroupDriver: 'systemd',
    runtimes: ['nvidia', 'runc'],
    rootless: true,
    cdi: true,
  });
});

test.each([
  ['docker/docker_ps__daemon_down.txt', 'daemon-down', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'],
  ['docker/docker_ps__permission_denied.txt', 'permission', 'permission denied while trying to connect to the Docker daemon socket'],
])('%s', (name, failure, text) => {
  const said = printed(name).replace(/^rc 1\n/, '');
  const expected = { kind: 'failed', failure, text: expect.stringContaining(text) };
  expect(parseDocker(VERSION + said)?.server).toEqual(expected);
  // The client prints an empty object besides, and newer ones only that.
  const empty = JSON.stringify({ ID: '', ServerVersion: '', Runtimes: null, ServerErrors: [said.trim()] });
  expect(parseDocker(`${VERSION}errors pretty printing info\n${empty}\n`)?.server).toEqual(expected);
});

test('an engine that hangs, one that says something new, and no Docker', () => {
  expect(parseDocker(VERSION)?.server).toEqual({ kind: 'failed', failure: 'other', text: 'The Docker engine did not answer.' });
  expect(parseDocker(`${VERSION}the engine is on holiday\n{broken`)?.server).toMatchObject({
    failure: 'other',
    text: 'the engine is on holiday',
  });
  expect(parseDocker(`${VERSION}{"ServerVersion":7,"Runtimes":[1],"SecurityOptions":{}}`)?.server.kind).toBe('failed');
  expect(parseDocker('sh: 1: docker: not found')).toBeUndefined();
});
