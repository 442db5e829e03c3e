import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { healthyFacts, type Change } from '../../probe/doctor/fixtures';
import { AMD, contextOf, saidOf, stepIn, type Given } from './gpuFixtures';
import { linesOf } from './judged';
import { toolkit } from './toolkit';

const wish = { mode: 'container-egl', engine: 'docker' } as const;
const step = (id: string, given: Given = {}) => stepIn(toolkit, contextOf({ wish, ...given }), id);
const SOURCE = 'toolkit-repository';

describe('the repository', () => {
  test('Debian and Ubuntu: signed by a key of its own, fetched over HTTPS only', () => {
    for (const release of ['debian 12', 'ubuntu 24.04']) {
      const source = step(SOURCE, { release });
      expect(source.task.files).toEqual([
        {
          path: '/etc/apt/sources.list.d/gearview-nvidia-container-toolkit.list',
          mode: '0644',
          text: 'deb [signed-by=/etc/apt/keyrings/gearview-nvidia-container-toolkit.asc] https://nvidia.github.io/libnvidia-container/stable/deb/$(ARCH) /\n',
        },
      ]);
      expect(linesOf(source).slice(0, 3)).toEqual([
        'install -d -m 0755 /etc/apt/keyrings',
        'curl -fsSL --proto =https --max-time 60 -o /etc/apt/keyrings/gearview-nvidia-container-toolkit.asc https://nvidia.github.io/libnvidia-container/gpgkey',
        'chmod 0644 /etc/apt/keyrings/gearview-nvidia-container-toolkit.asc',
      ]);
      expect(linesOf(source)[3]).toMatch(/^apt-get .* update$/);
      expect(source.warning).toContain('nothing else vouches for it');
    }
  });

  test('the family of Red Hat: lists and packages are checked', () => {
    for (const release of ['rocky 9.6', 'alinux 3', 'centos 7']) {
      const [file] = step(SOURCE, { release }).task.files;
      expect(file?.path).toBe('/etc/yum.repos.d/gearview-nvidia-container-toolkit.repo');
      expect(file?.text).toContain('baseurl=https://nvidia.github.io/libnvidia-container/stable/rpm/$basearch\n');
      expect(file?.text).toContain('\nrepo_gpgcheck=1\ngpgcheck=1\n');
    }
  });

  test('is not needed where the host’s own lists have a safe one', () => {
    const candidates = new Map([['nvidia-container-toolkit', '1.18.0-1']]);
    expect(saidOf(step(SOURCE, { survey: { candidates, listsAge: 60 } }))).toMatch(
      /^already: .* offer nvidia-container-toolkit 1\.18\.0-1/,
    );
    const old = new Map([['nvidia-container-toolkit', '1.17.7-1']]);
    expect(saidOf(step(SOURCE, { survey: { candidates: old, listsAge: 60 } }))).toBe('to-do');
  });

  test('is left out where nothing may be fetched', () => {
    expect(toolkit.steps(contextOf({ wish: { ...wish, offline: true } })).map(({ id }) => id)).not.toContain(SOURCE);
  });
});

describe('the toolkit', () => {
  const have = (version: string): Change => ({ container: { toolkit: { version, cdi: [] } } });

  test.each([
    ['debian 12', /^env .* apt-get .* install nvidia-container-toolkit$/],
    ['rocky 9.6', /^dnf -y .* install nvidia-container-toolkit$/],
    ['centos 7', /^yum -y install nvidia-container-toolkit$/],
  ] as const)('%s', (release, command) => {
    expect(linesOf(step('toolkit', { release })).join('\n')).toMatch(command);
  });

  test.each(['1.17.8', '1.18.0', '2.0.0', '1:1.20.0-1'])('%s is good', (version) => {
    expect(saidOf(step('toolkit', { change: have(version) }))).toBe(`already: The NVIDIA container toolkit ${version} is there.`);
  });

  test.each(['1.17.7', '1.16.1', '1.9.0', '1.17.8~rc.1', '0.9', ''])('%j is too old', (version) => {
    const old = step('toolkit', { change: have(version) });
    expect(saidOf(old)).toBe('to-do');
    expect(old.warning).toMatch(/CVE-2025-23266/);
  });

  test('a source that has only old ones is no help', () => {
    const { files } = step(SOURCE).task;
    const sums = files.map(({ path, text }) => [path, createHash('sha256').update(text).digest('hex')] as const);
    const survey = {
      candidates: new Map([['nvidia-container-toolkit', '1.16.2-1']]),
      files: new Map([...sums, ['/etc/apt/keyrings/gearview-nvidia-container-toolkit.asc', 'aa']]),
      listsAge: 60,
    };
    expect(saidOf(step(SOURCE, { survey }))).toMatch(/^already: .*is there/);
    expect(saidOf(step('toolkit', { survey }))).toMatch(/^cannot: .*only nvidia-container-toolkit 1\.16\.2-1/);
  });
});

describe('Docker and CDI', () => {
  test('the runtime is told by a reload, which stops no container (R54)', () => {
    const runtime = step('toolkit-runtime');
    expect(linesOf(runtime)).toEqual([
      'nvidia-ctk runtime configure --runtime=docker',
      'systemctl reload docker.service',
      'install -D -m 0644 /dev/null /etc/gearview/docker-nvidia-runtime',
    ]);
    expect(linesOf(runtime).join(' ')).not.toContain('restart');
    expect(runtime.confirm).toBeUndefined();
  });

  test('the GPUs are described for everybody to read', () => {
    expect(linesOf(step('toolkit-cdi'))).toEqual(['install -d -m 0755 /etc/cdi', 'nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml']);
  });

  test('Podman takes CDI alone', () => {
    const steps = toolkit.steps(contextOf({ release: 'rocky 9.6', wish: { ...wish, engine: 'podman' } }));
    expect(steps.map(({ id }) => id)).toEqual(['toolkit-repository', 'toolkit', 'toolkit-cdi']);
  });

  test('a host that has all of it', () => {
    const context = contextOf({ wish, change: { container: healthyFacts().container } });
    expect(toolkit.steps(context).map(({ state }) => state.kind)).toEqual(['already', 'already', 'already', 'already', 'already']);
    expect(toolkit.verify(context).map(({ ok }) => ok)).toEqual([true, true, true]);
  });

  test('a login that may not ask Docker believes what the step left', () => {
    const docker = { version: '27.3.1', server: { kind: 'failed', failure: 'permission', text: '' } } as const;
    const change = { container: { docker } };
    expect(saidOf(step('toolkit-runtime', { change }))).toBe('to-do');
    const files = new Map(['/etc/docker/daemon.json', '/etc/gearview/docker-nvidia-runtime'].map((path) => [path, 'aa'] as const));
    expect(saidOf(step('toolkit-runtime', { change, survey: { files } }))).toMatch(/^already/);
  });

  test('without a driver there is nothing to describe', () => {
    const change: Change = { nvidia: { gpus: [], moduleLoaded: undefined, smi: { kind: 'failed', failure: 'no-driver', text: '' } } };
    expect(saidOf(step('toolkit-cdi', { change }))).toMatch(/^cannot: The NVIDIA driver does not work/);
  });
});

test('only for NVIDIA, only in modes with containers, never inside one', () => {
  expect(toolkit.steps(contextOf({ wish, change: AMD }))).toEqual([]);
  expect(toolkit.steps(contextOf({ wish: { mode: 'host-egl' } }))).toEqual([]);
  const inside = toolkit.steps(contextOf({ wish, change: { system: { virtualisation: 'docker' } } }));
  expect(inside.every(({ state, task }) => state.kind !== 'to-do' && task.commands.length === 0)).toBe(true);
});
