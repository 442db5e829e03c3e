import { expect, test } from 'vitest';
import { healthyFacts, node } from '../../probe/doctor/fixtures';
import { AMD, contextOf, saidOf, type Given } from './gpuFixtures';
import { linesOf } from './judged';
import { groups } from './groups';

const dri3 = { mode: 'host-dri3' } as const;
const stepsOf = (given: Given) => groups.steps(contextOf(given));
const known = (name: string, member: boolean, login: boolean) => ({ groups: new Map([[name, { member, login }]]) });

test('a Mesa GPU’s render node: its group, and back', () => {
  const [step, ...others] = stepsOf({ wish: dri3, change: AMD, survey: known('render', false, false) });
  expect(others).toEqual([]);
  expect(step === undefined ? [] : linesOf(step)).toEqual(['gpasswd -a op render']);
  expect(step?.task.undo).toEqual([['gpasswd', '-d', 'op', 'render']]);
  expect(step?.changes).toContain('from the next login on');
});

test('a member is one already, and told when this login is older than that', () => {
  expect(stepsOf({ wish: dri3, change: AMD, survey: known('render', true, true) }).map(saidOf)).toEqual([
    'already: op is in the group render.',
  ]);
  expect(stepsOf({ wish: dri3, change: AMD, survey: known('render', true, false) }).map(saidOf)).toEqual([
    expect.stringMatching(/^already: .*from the next login on/),
  ]);
});

test('whoever may use the render node only while sitting at the machine joins too', () => {
  const change = { gpu: { ...AMD.gpu, nodes: [node('/dev/dri/renderD128', '660', 'render')] } };
  expect(stepsOf({ wish: dri3, change, survey: known('render', false, false) }).map(saidOf)).toEqual(['to-do']);
});

test('NVIDIA’s nodes: no group where they are open, video where they need it', () => {
  expect(stepsOf({})).toEqual([]);
  const nodes = ['/dev/nvidiactl', '/dev/nvidia0', '/dev/nvidia-modeset'].map((path) => node(path, '660', 'video', false));
  expect(stepsOf({ change: { gpu: { nodes } }, survey: known('video', false, false) }).map(({ id, state }) => [id, state.kind])).toEqual([
    ['group-video', 'to-do'],
  ]);
  const mayAnyway = nodes.map((each) => ({ ...each, readable: true, writable: true }));
  expect(stepsOf({ change: { gpu: { nodes: mayAnyway } }, survey: known('video', false, false) }).map(saidOf)).toEqual([
    expect.stringMatching(/^already: op may use .* without the group video/),
  ]);
});

test('vglusers where the GPU is kept for it', () => {
  const { virtualgl } = healthyFacts().desktop;
  const change = { desktop: { virtualgl: virtualgl === undefined ? undefined : { ...virtualgl, restricted: true } } };
  expect(stepsOf({ change, survey: known('vglusers', false, false) }).flatMap(linesOf)).toEqual(['gpasswd -a op vglusers']);
});

test('docker only on the operator’s own wish, and as what it is: as good as root', () => {
  const wish = { mode: 'container-egl', engine: 'docker' } as const;
  expect(stepsOf({ wish })).toEqual([]);
  const [step] = stepsOf({ wish: { ...wish, joinDocker: true } });
  expect(step === undefined ? [] : linesOf(step)).toEqual(['gpasswd -a op docker']);
  expect(step?.changes).toContain('as good as root');
  expect(step?.warning).toContain('as good as root');
  expect(stepsOf({ wish: { ...wish, engine: 'podman', joinDocker: true } })).toEqual([]);
});

test('a group that no package will make cannot be joined', () => {
  expect(stepsOf({ wish: dri3, change: AMD }).map(saidOf)).toEqual([expect.stringMatching(/^cannot: There is no group render/)]);
  const wish = { mode: 'container-egl', engine: 'docker', joinDocker: true } as const;
  const change = { container: { docker: healthyFacts().container.docker } };
  expect(stepsOf({ wish, change }).map(saidOf)).toEqual([expect.stringMatching(/^cannot: There is no group docker/)]);
});

test('root needs no group', () => {
  expect(stepsOf({ wish: dri3, change: { ...AMD, login: { uid: 0 } } })).toEqual([]);
});
