import { describe, expect, test } from 'vitest';
import { curesOf, examined, testFaults } from '../../../e2e/support/faultCases';
import type { Facts } from '../../contract/probe';
import { ENGINE_ENTRIES } from './engine';
import { changed, healthyFacts, healthySoftware, type Change } from './fixtures';
import { seenOf } from './seenFixtures';

const seen = (change: Change) => seenOf(changed(healthyFacts(), change));
const found = (id: string, change: Change) => examined(ENGINE_ENTRIES, id, seen(change));
const DOCKER = healthyFacts().container.docker;
const failing = (failure: 'daemon-down' | 'permission' | 'other', text: string): Facts['container'] => ({
  docker: { version: '27.3.1', server: { kind: 'failed', failure, text } },
});
const server = (runtimes: readonly string[]): Facts['container']['docker'] =>
  DOCKER?.server.kind === 'ok' ? { ...DOCKER, server: { ...DOCKER.server, runtimes: [...runtimes] } } : undefined;
/** The probe says that the toolkit is not installed. */
function withoutToolkit(container: Facts['container'], system: Facts['system'] = {}) {
  const facts = changed(healthyFacts(), { container: { toolkit: undefined, ...container }, system });
  const answers = facts.answers.map((answer) =>
    answer.name === 'container-toolkit' ? { ...answer, state: 'absent' as const, why: 'There is no nvidia-ctk.' } : answer,
  );
  return seenOf({ ...facts, answers });
}
const APT = 'apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends';
const CDI = 'nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml';

testFaults(ENGINE_ENTRIES, [
  {
    id: 'D49',
    fault: 'restricted nodes beside the toolkit',
    seen: seen({ virtualgl: { restricted: true }, nvidia: { nodeMode: '660', nodeGroup: '1001' } }),
    confidence: 'likely',
    severity: 'harms',
    from: ['virtualgl-setup', 'container-toolkit'],
    shows: 'mode 660, group 1001\nNVIDIA container toolkit 1.18.0',
    cure: '/opt/VirtualGL/bin/vglserver_config +egl +s +f',
  },
  {
    id: 'D49',
    fault: 'restricted nodes beside the runtime',
    seen: seen({ virtualgl: { restricted: true }, container: { toolkit: undefined } }),
    confidence: 'likely',
    from: ['virtualgl-setup', 'docker'],
    shows: 'runtime nvidia',
    cure: '/opt/VirtualGL/bin/vglserver_config +egl +s +f',
  },
  {
    id: 'D58',
    fault: 'an old toolkit',
    seen: seen({ container: { toolkit: { version: '1.17.7', cdi: [] } } }),
    confidence: 'certain',
    severity: 'harms',
    from: ['container-toolkit'],
    shows: 'version 1.17.7',
    cure: 'apt-get update; apt-get install -y --only-upgrade nvidia-container-toolkit',
  },
  {
    id: 'D72',
    fault: 'not in the group docker',
    seen: seen({ container: failing('permission', 'permission denied while trying to connect') }),
    confidence: 'certain',
    severity: 'note',
    from: ['docker'],
    shows: 'permission denied',
    cure: 'join-group docker',
  },
  {
    id: 'D72',
    fault: 'no daemon',
    seen: seen({ container: failing('daemon-down', 'Cannot connect to the Docker daemon') }),
    confidence: 'certain',
    from: ['docker'],
    shows: 'Cannot connect',
    cure: 'systemctl enable --now docker; journalctl -u docker -n 30 --no-pager',
  },
  {
    id: 'D72',
    fault: 'something else',
    seen: seen({ container: failing('other', '') }),
    confidence: 'certain',
    from: ['docker'],
    shows: 'Docker 27.3.1: no answer',
    cure: 'words',
  },
  {
    id: 'D73',
    fault: 'Docker without the toolkit',
    seen: withoutToolkit({ docker: server(['runc']) }),
    confidence: 'certain',
    severity: 'note',
    from: ['container-toolkit', 'docker'],
    shows: 'There is no nvidia-ctk.\nruntimes: runc',
    cure: `${APT} nvidia-container-toolkit`,
  },
  {
    id: 'D73',
    fault: 'Podman with a toolkit that was not set up',
    seen: seen({ container: { docker: undefined, podman: '4.3.1', toolkit: { version: '1.18.0', cdi: [] } } }),
    confidence: 'likely',
    from: ['container-toolkit', 'podman'],
    shows: 'no CDI specification\nPodman 4.3.1',
    cure: CDI,
  },
  {
    id: 'D73',
    fault: 'Docker with a toolkit that was not set up',
    seen: seen({ container: { docker: server(['runc']), toolkit: { version: '1.18.0', cdi: [] } } }),
    confidence: 'possible',
    from: ['container-toolkit', 'docker'],
    shows: 'runtimes: runc',
    cure: CDI,
  },
]);

describe('no finding', () => {
  test('of restricted nodes where no container gets a GPU', () => {
    expect(found('D49', { virtualgl: { restricted: true }, container: { toolkit: undefined, docker: server(['runc']) } })).toEqual([]);
  });
  test.each(['1.17.8', '1.20.0', 'unknown', ''])('of the toolkit %s', (version) => {
    expect(found('D58', { container: { toolkit: { version, cdi: [] } } })).toEqual([]);
  });
  test('of a login that only has to begin anew: D63 says it', () => {
    const login = { groups: ['op'], pendingGroups: ['docker'] };
    expect(found('D72', { container: failing('permission', 'permission denied'), login })).toEqual([]);
  });
  test('of a toolkit that could not be asked for', () => {
    expect(found('D73', { container: { toolkit: undefined, docker: server(['runc']) } })).toEqual([]);
  });
  test('of Docker on a host without an NVIDIA GPU', () => {
    const facts = changed(healthySoftware(), { container: { docker: server(['runc']), toolkit: { version: '1.18.0', cdi: [] } } });
    expect(examined(ENGINE_ENTRIES, 'D73', seenOf(facts))).toEqual([]);
  });
});

test.each<[Facts['system']['packageManager'], string]>([
  ['dnf', 'dnf upgrade -y nvidia-container-toolkit'],
  ['yum', 'yum upgrade -y nvidia-container-toolkit'],
  ['zypper', 'zypper --non-interactive update nvidia-container-toolkit'],
  ['pacman', 'words'],
  [undefined, 'words'],
])('D58 with %s', (packageManager, cure) => {
  const [old] = found('D58', { container: { toolkit: { version: '1.16.1', cdi: [] } }, system: { packageManager } });
  expect(old && curesOf(old.cure)).toBe(cure);
});
