// answer_* are answers of container.sh as a real engine (20.10.24) gave them; inside, nvidia-smi and ldconfig were stand-ins, for there is no GPU.
import { expect, test } from 'vitest';
import { printed, readRecorded } from '../system/recording';
import { parseContainers, withInside } from './containers';
import { parseInside } from './inside';

const ANSWER = readRecorded('docker/answer_docker-containers.txt');
const INSIDE = readRecorded('docker/answer_docker-gpu.txt');

test('containers of a real engine', () => {
  const containers = parseContainers(ANSWER, 0);
  expect(containers?.map(({ name, running, gpu, shm, ours }) => ({ name, running, gpu, shm, ours }))).toEqual([
    { name: 'gv-g', running: false, gpu: true, shm: 65_536, ours: false },
    { name: 'gv-f', running: false, gpu: true, shm: undefined, ours: false },
    { name: 'gv-d', running: true, gpu: false, shm: 65_536, ours: false },
    { name: 'gv-b', running: true, gpu: false, shm: 65_536, ours: false },
    { name: 'gv-a', running: true, gpu: true, shm: 262_144, ours: true },
  ]);
  expect(containers?.at(-1)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{64}$/),
    name: 'gv-a',
    image: 'gvt',
    running: true,
    paused: false,
    gpu: true,
    capabilities: ['compute', 'utility'],
    init: true,
    shm: 262_144,
    privileged: false,
    ours: true,
  });
});

test('what was seen inside, where there is a GPU', () => {
  const known = withInside(parseContainers(ANSWER, 0), parseInside(INSIDE));
  expect(known?.find(({ name }) => name === 'gv-a')).toMatchObject({ smi: 'ok', nvidiaGl: true, eglVendor: true, shm: 262_144 });
  expect(known?.find(({ name }) => name === 'gv-b')).not.toHaveProperty('smi');
  expect(withInside(undefined, parseInside(INSIDE))).toBeUndefined();
});

/** A line of the answer, with these in place of what a plain container has. */
function line(change: Readonly<Record<number, unknown>>): string {
  const plain = ['ab'.repeat(32), '/x', 'img', true, false, null, [], 'runc', null, 67_108_864, 'private', false, '', [null], [null]];
  return `- ${JSON.stringify(plain.map((value, index) => (index in change ? change[index] : value)))}`;
}

test.each([
  ['a CDI device', { 5: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'], Capabilities: null }] }, true],
  ['a CDI device of another maker', { 5: [{ Driver: 'cdi', DeviceIDs: ['amd.com/gpu=0'] }] }, false],
  ['a device node', { 6: [{ PathOnHost: '/dev/nvidia0', PathInContainer: '/dev/nvidia0' }] }, true],
  ['an image of CUDA’s without a GPU', { 14: ['NVIDIA_VISIBLE_DEVICES=all', null] }, false],
  ['NVIDIA’s runtime, told to give nothing', { 7: 'nvidia', 14: ['NVIDIA_VISIBLE_DEVICES=void', null] }, false],
  ['NVIDIA’s runtime', { 7: 'nvidia' }, true],
])('a GPU: %s', (_, change, gpu) => {
  expect(parseContainers(line(change), 0)).toMatchObject([{ gpu }]);
});

test('another’s /dev/shm', () => {
  expect(parseContainers(line({ 10: 'host' }), 0)?.[0]).not.toHaveProperty('shm');
  expect(parseContainers(line({ 13: ['/dev/shm', null] }), 0)?.[0]).not.toHaveProperty('shm');
});

test('no containers, one that went away meanwhile, and an engine that does not answer', () => {
  expect(parseContainers('', 0)).toEqual([]);
  expect(parseContainers('WARNING: Error loading config file: /home/gpu/.docker/config.json: permission denied\n', 0)).toEqual([]);
  expect(parseContainers(`${line({})}\nError: No such object: 1234\n`, 1)).toHaveLength(1);
  expect(parseContainers(printed('docker/docker_ps__permission_denied.txt'), 1)).toBeUndefined();
  expect(parseContainers('', 1)).toBeUndefined();
  expect(parseContainers(line({}).repeat(2), 0)).toBeUndefined();
  expect(parseContainers(Array.from({ length: 90 }, () => line({})).join('\n'), 0)).toHaveLength(64);
});
