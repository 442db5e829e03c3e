import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { Container } from '../../contract/probe/container';
import { CONTAINER_ENTRIES } from './container';
import { changed, container, healthyFacts, type Change } from './fixtures';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const holding = (own: Partial<Container>) => seen({ container: { containers: [container(own)] } });
const UNKNOWN = { kind: 'failed', failure: 'unknown-error', text: 'Failed to initialize NVML: Unknown Error' } as const;
const RESTART = 'nvidia-ctk system create-dev-char-symlinks --create-all; docker restart desk';

testFaults(CONTAINER_ENTRIES, [
  {
    id: 'D06',
    fault: 'a container for computing',
    seen: holding({ capabilities: ['compute', 'utility'], nvidiaGl: false, eglVendor: false }),
    subject: 'desk',
    confidence: 'certain',
    severity: 'note',
    from: ['docker-containers', 'docker-gpu'],
    shows: 'desk (gearview/desktop:1): NVIDIA_DRIVER_CAPABILITIES compute,utility\nin desk: nvidia-smi works; libGLX_nvidia',
    cure: 'words',
  },
  {
    id: 'D06',
    fault: 'one of ours, without the variable',
    seen: holding({ capabilities: undefined, nvidiaGl: false, ours: true }),
    subject: 'desk',
    confidence: 'certain',
    severity: 'harms',
    from: ['docker-containers', 'docker-gpu'],
    shows: 'NVIDIA_DRIVER_CAPABILITIES not set',
    cure: 'words',
  },
  {
    id: 'D06',
    fault: 'a container that was to draw',
    seen: holding({ capabilities: ['all'], nvidiaGl: false }),
    subject: 'desk',
    confidence: 'certain',
    severity: 'harms',
    from: ['docker-containers', 'docker-gpu'],
    shows: 'NVIDIA_DRIVER_CAPABILITIES all',
    cure: 'words',
  },
  {
    id: 'D06',
    fault: 'a container without the vendor file',
    seen: holding({ eglVendor: false }),
    subject: 'desk',
    confidence: 'certain',
    severity: 'harms',
    from: ['docker-gpu'],
    shows: '10_nvidia.json is missing',
    cure: 'words',
  },
  {
    id: 'D08',
    fault: 'a container that lost its GPU',
    seen: holding({ smi: 'unknown-error', nvidiaGl: undefined }),
    subject: 'desk',
    confidence: 'certain',
    severity: 'harms',
    from: ['docker-gpu', 'docker'],
    shows: 'Unknown Error\ncgroup driver: systemd',
    cure: RESTART,
  },
  {
    id: 'D08',
    fault: 'this host is such a container',
    seen: seen({ system: { virtualisation: 'docker' }, nvidia: { smi: UNKNOWN, gpus: [] } }),
    confidence: 'likely',
    severity: 'blocks',
    from: ['nvidia-smi'],
    shows: 'Unknown Error',
    cure: 'words',
  },
  {
    id: 'D41',
    fault: 'a desktop’s container with the engine’s default',
    seen: holding({ shm: 65_536 }),
    subject: 'desk',
    confidence: 'likely',
    severity: 'note',
    from: ['docker-containers'],
    shows: 'desk: /dev/shm 65536 KiB',
    cure: 'words',
  },
  {
    id: 'D41',
    fault: 'one of ours with the engine’s default',
    seen: holding({ shm: 65_536, ours: true, gpu: false }),
    subject: 'desk',
    confidence: 'likely',
    severity: 'harms',
    from: ['docker-containers'],
    shows: '65536',
    cure: 'words',
  },
]);

describe('no finding', () => {
  test.each<[string, Partial<Container>]>([
    ['of a container that does not run', { running: false, smi: 'unknown-error', nvidiaGl: false, shm: 65_536 }],
    ['of a paused container', { paused: true, smi: 'unknown-error', nvidiaGl: false, shm: 65_536 }],
    ['of one without a GPU', { gpu: false, capabilities: undefined, smi: undefined, nvidiaGl: undefined, shm: 65_536 }],
    ['of one that was not asked', { smi: undefined, nvidiaGl: undefined, eglVendor: undefined, capabilities: ['compute'], shm: 65_536 }],
    ['of one that computes and has no vendor file', { capabilities: ['compute'], eglVendor: false }],
  ])('%s', (_name, own) => {
    expect(CONTAINER_ENTRIES.flatMap(({ id }) => examined(CONTAINER_ENTRIES, id, holding(own)))).toEqual([]);
  });
});

test.each(['$(reboot)', 'a b', '-rf', 'desk;reboot', 'desk\u{202e}', ''])('a container called %j makes no command', (name) => {
  const [found] = examined(CONTAINER_ENTRIES, 'D08', holding({ name, smi: 'unknown-error' }));
  expect(found?.cure.kind).toBe('words');
});

test('Podman restarts what Podman runs', () => {
  const containers = [container({ smi: 'unknown-error' })];
  const [found] = examined(CONTAINER_ENTRIES, 'D08', seen({ container: { docker: undefined, podman: '4.3.1', containers } }));
  expect(found && curesOf(found.cure)).toContain('podman restart desk');
});

test('a host whose own nvidia-smi fails makes a lost GPU less certain', () => {
  const containers = [container({ smi: 'unknown-error' })];
  const failed = { smi: { kind: 'failed', failure: 'timeout', text: '' }, gpus: [] } as const;
  expect(examined(CONTAINER_ENTRIES, 'D08', seen({ container: { containers }, nvidia: { ...failed, gpus: [] } }))).toMatchObject([
    { confidence: 'likely', key: 'D08 desk' },
  ]);
});
