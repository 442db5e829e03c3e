import { describe, expect, test } from 'vitest';
import { examined, testFaults } from '../../../e2e/support/faultCases';
import type { Facts } from '../../contract/probe';
import { changed, healthyFacts, node, type Change } from './fixtures';
import { GPU_NODE_ENTRIES } from './gpuNodes';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const found = (id: string, change: Change) => examined(GPU_NODE_ENTRIES, id, seen(change));
const NO_GPU_IN_EGL = { eglDevices: [{ device: 'egl0', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' }] };
const NVIDIA = ['/dev/nvidiactl', '/dev/nvidia0', '/dev/nvidia-modeset'];
const closed = (group: string, mode = '660'): Facts['gpu']['nodes'] => NVIDIA.map((path) => node(path, mode, group, false));
const RENDER = node('/dev/dri/renderD128', '660', 'render', false);
const GROUPS = { groups: ['op'], pendingGroups: [] };
const AMD: Change = {
  gpu: {
    pci: [{ pci: '0000:03:00.0', vendor: 'amd', name: 'Navi 21', driver: 'amdgpu' }],
    drm: [{ card: '/dev/dri/card0', render: RENDER.path, pci: '0000:03:00.0', driver: 'amdgpu' }],
    nodes: [RENDER],
  },
  nvidia: { moduleLoaded: undefined, smi: { kind: 'failed', failure: 'not-installed', text: '' }, gpus: [] },
  gl: NO_GPU_IN_EGL,
  login: GROUPS,
};

testFaults(GPU_NODE_ENTRIES, [
  {
    id: 'D12',
    fault: 'nodes of the group vglusers',
    seen: seen({ gpu: { nodes: closed('vglusers') }, gl: NO_GPU_IN_EGL, login: GROUPS }),
    confidence: 'certain',
    severity: 'blocks',
    from: ['gpu-nodes', 'user'],
    shows: /\/dev\/nvidiactl: mode 660, root:vglusers\n[\s\S]*this login: op, groups op/,
    cure: 'join-group vglusers',
  },
  {
    id: 'D12',
    fault: 'nodes of a group of the site’s own',
    seen: seen({ gpu: { nodes: closed('gpuusers') }, gl: NO_GPU_IN_EGL, login: GROUPS }),
    confidence: 'certain',
    from: ['gpu-nodes', 'user'],
    shows: 'root:gpuusers',
    cure: 'usermod -aG gpuusers op',
  },
  {
    id: 'D12',
    fault: 'nodes of root alone',
    seen: seen({ gpu: { nodes: closed('root', '600') }, gl: NO_GPU_IN_EGL }),
    confidence: 'certain',
    from: ['gpu-nodes', 'user'],
    shows: 'mode 600, root:root',
    cure: 'words',
  },
  {
    id: 'D12',
    fault: 'nvidia-smi is refused, in a container',
    seen: seen({
      system: { virtualisation: 'docker' },
      nvidia: { smi: { kind: 'failed', failure: 'permission', text: 'Insufficient Permissions' }, gpus: [] },
      gpu: { nodes: undefined },
    }),
    confidence: 'certain',
    from: ['nvidia-smi'],
    shows: 'Insufficient Permissions',
    cure: 'words',
  },
  {
    id: 'D61',
    fault: 'the render node of an AMD GPU',
    seen: seen(AMD),
    confidence: 'certain',
    severity: 'blocks',
    from: ['gpu-nodes', 'user'],
    shows: '/dev/dri/renderD128: mode 660, root:render',
    cure: 'join-group render',
  },
  {
    id: 'D63',
    fault: 'a group that opens the GPU’s nodes waits for a login',
    seen: seen({ gpu: { nodes: closed('vglusers') }, gl: NO_GPU_IN_EGL, login: { groups: ['op'], pendingGroups: ['vglusers'] } }),
    subject: 'vglusers',
    confidence: 'certain',
    severity: 'blocks',
    from: ['user'],
    shows: 'of the account, not of this login: vglusers',
    cure: 'words',
  },
  {
    id: 'D63',
    fault: 'VirtualGL’s group waits for a login',
    seen: seen({ virtualgl: { group: true, groupPending: true } }),
    subject: 'vglusers',
    confidence: 'certain',
    severity: 'harms',
    from: ['user'],
    shows: 'not of this login: vglusers',
    cure: 'words',
  },
  {
    id: 'D63',
    fault: 'Docker’s group waits for a login',
    seen: seen({ login: { groups: ['op'], pendingGroups: ['docker', 'lpadmin'] } }),
    subject: 'docker',
    confidence: 'certain',
    severity: 'note',
    from: ['user'],
    shows: 'docker',
    cure: 'words',
  },
  {
    id: 'D60',
    fault: 'nvidia-drm without modeset',
    seen: seen({ nvidia: { modeset: false }, gpu: { nodes: NVIDIA.map((path) => node(path)) } }),
    confidence: 'certain',
    severity: 'note',
    from: ['gpu-nodes', 'nvidia-parameters'],
    shows: /no \/dev\/dri[\s\S]*modeset: N/,
    cure: 'echo options nvidia-drm modeset=1 | tee /etc/modprobe.d/nvidia-drm-modeset.conf',
  },
  {
    id: 'D60',
    fault: 'no /dev/dri, and nobody knows why',
    seen: seen({ nvidia: { modeset: undefined }, gpu: { nodes: NVIDIA.map((path) => node(path)) } }),
    confidence: 'likely',
    from: ['gpu-nodes'],
    shows: 'no /dev/dri',
    cure: 'echo options nvidia-drm modeset=1 | tee /etc/modprobe.d/nvidia-drm-modeset.conf',
  },
]);

describe('no finding', () => {
  test('of another user’s GPU beside one’s own', () => {
    const nodes = [...NVIDIA.map((path) => node(path)), node('/dev/nvidia1', '660', 'other', false)];
    expect(found('D12', { gpu: { nodes }, gl: NO_GPU_IN_EGL })).toEqual([]);
  });
  test('of closed nodes that do not keep EGL from drawing', () => {
    expect(found('D12', { gpu: { nodes: closed('root', '600') } })).toEqual([]);
  });
  test('of a group that only waits for a login: D63 says it', () => {
    const login = { groups: ['op'], pendingGroups: ['vglusers', 'render'] };
    expect(found('D12', { gpu: { nodes: closed('vglusers') }, gl: NO_GPU_IN_EGL, login })).toEqual([]);
    expect(found('D61', { ...AMD, login })).toEqual([]);
  });
  test('of the on-board GPU beside an NVIDIA GPU that draws', () => {
    const { drm = [], nodes = [] } = healthyFacts().gpu;
    const onBoard = { card: '/dev/dri/card1', render: '/dev/dri/renderD129', driver: 'i915' };
    const gpu = { drm: [...drm, onBoard], nodes: [...nodes, node('/dev/dri/renderD129', '660', 'render', false)] };
    expect(found('D61', { gpu, login: GROUPS })).toEqual([]);
  });
  test('of groups that have nothing to do with desktops', () => {
    expect(found('D63', { login: { groups: ['op'], pendingGroups: ['lpadmin'] } })).toEqual([]);
  });
  test('of /dev/dri in a container, which is given what was asked for', () => {
    const gpu = { nodes: NVIDIA.map((path) => node(path)) };
    expect(found('D60', { nvidia: { modeset: false }, gpu, system: { virtualisation: 'docker' } })).toEqual([]);
  });
});

test('an on-board GPU that moves the NVIDIA GPU to a later index is found', () => {
  const { drm = [], nodes = [] } = healthyFacts().gpu;
  const gpu = {
    drm: [...drm, { card: '/dev/dri/card1', render: '/dev/dri/renderD129', driver: 'i915' }],
    nodes: [...nodes, node('/dev/dri/renderD129', '660', 'render', false)],
  };
  const eglDevices = [...NO_GPU_IN_EGL.eglDevices, { device: 'egl1', renderer: 'NVIDIA A10/PCIe/SSE2' }];
  expect(found('D61', { gpu, gl: { eglDevices }, login: GROUPS })).toMatchObject([{ id: 'D61' }]);
});

test('D63 explains what the group is for, and nothing else', () => {
  const docker = seen({ login: { groups: ['op'], pendingGroups: ['docker'] } });
  const entry = GPU_NODE_ENTRIES.find(({ id }) => id === 'D63');
  expect(entry?.detect(docker).map(({ explains }) => explains)).toEqual([[]]);
});

test('a group or user with a hostile name makes no command', () => {
  const hostile = '$(touch x)';
  const change = { gpu: { nodes: closed(hostile) }, gl: NO_GPU_IN_EGL, login: GROUPS };
  expect(found('D12', change)[0]?.cure.kind).toBe('words');
  expect(found('D12', { ...change, gpu: { nodes: closed('gpu') }, login: { ...GROUPS, user: '-x op' } })[0]?.cure.kind).toBe('words');
});
