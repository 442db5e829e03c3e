import { describe, expect, test } from 'vitest';
import { healthyFacts } from '../../probe/doctor/fixtures';
import { engine } from './engine';
import { contextOf, saidOf, stepIn, type Given } from './gpuFixtures';
import { linesOf } from './judged';

const wish = { mode: 'container-egl', engine: 'docker' } as const;
const podman = { mode: 'container-egl', engine: 'podman' } as const;
const step = (id: string, given: Given = {}) => stepIn(engine, contextOf({ wish, ...given }), id);

test('Docker of the distribution, and its service', () => {
  expect(linesOf(step('engine'))[0]).toMatch(/^env DEBIAN_FRONTEND=noninteractive .*apt-get .* install docker\.io/);
  expect(step('engine').warning).toContain('runs as root');
  expect(linesOf(step('engine-service'))).toEqual(['systemctl enable --now docker.service']);
  expect(step('engine-service').task.undo).toEqual([['systemctl', 'disable', '--now', 'docker.service']]);
});

test('Podman needs no service', () => {
  const steps = engine.steps(contextOf({ release: 'rocky 9.6', wish: podman }));
  expect(steps.map(({ id }) => id)).toEqual(['engine']);
  expect(steps.map(linesOf)).toEqual([['dnf -y --setopt=install_weak_deps=False install podman']]);
});

test('Enterprise Linux has no Docker of its own', () => {
  const context = contextOf({ release: 'rocky 9.6', wish });
  expect(engine.steps(context).map(saidOf)).toEqual([
    expect.stringMatching(/^cannot: .*choose Podman/),
    'cannot: Docker cannot be installed.',
  ]);
});

test('what answers is there, however it came', () => {
  const { container } = healthyFacts();
  const context = contextOf({ release: 'rocky 9.6', wish, change: { container } });
  expect(engine.steps(context).map(saidOf)).toEqual([
    'already: Docker 27.3.1 is there.',
    'already: Docker’s service answers, version 27.3.1.',
  ]);
  expect(engine.verify(context)).toMatchObject([{ got: '27.3.1', ok: true }]);
  expect(saidOf(stepIn(engine, contextOf({ wish: podman, change: { container: { podman: '5.4.1' } } }), 'engine'))).toBe(
    'already: Podman 5.4.1 is there.',
  );
});

describe('Docker’s service', () => {
  const failed = (failure: 'daemon-down' | 'permission') =>
    ({ container: { docker: { version: '27.3.1', server: { kind: 'failed', failure, text: '' } } } }) as const;

  test('is started where it is down', () => {
    expect(saidOf(step('engine-service', { change: failed('daemon-down') }))).toBe('to-do');
  });

  test('runs where it refuses this login', () => {
    expect(saidOf(step('engine-service', { change: failed('permission') }))).toMatch(/^already: .*this login may not use it/);
    expect(engine.verify(contextOf({ wish, change: failed('permission') }))).toMatchObject([{ got: 'permission', ok: false }]);
  });

  test('is on when systemd says so', () => {
    const services = new Map([['docker.service', { enabled: true, active: true }]]);
    expect(saidOf(step('engine-service', { survey: { services } }))).toBe('already: docker.service is on.');
    const once = new Map([['docker.service', { enabled: false, active: true }]]);
    expect(saidOf(step('engine-service', { survey: { services: once } }))).toBe('to-do');
  });
});

test('not in a container, and not for modes without one', () => {
  expect(saidOf(step('engine', { change: { system: { virtualisation: 'lxc' } } }))).toMatch(/^cannot: This host is a container/);
  expect(engine.steps(contextOf({ wish: { mode: 'host-egl' } }))).toEqual([]);
});
