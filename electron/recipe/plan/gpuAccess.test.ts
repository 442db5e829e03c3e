import { describe, expect, test } from 'vitest';
import { Mode } from '../../contract/session';
import { container, desktopState, healthyFacts, node, type Change } from '../../probe/doctor/fixtures';
import { gpuAccess } from './gpuAccess';
import { contextOf, saidOf, type Given } from './gpuFixtures';
import { linesOf } from './judged';

const wish = { restrictGpu: true } as const;
const stepOf = (given: Given = {}) => {
  const [step] = gpuAccess.steps(contextOf({ wish, ...given }));
  if (step === undefined) throw new Error('no step');
  return step;
};

test('R28: nothing is done unless the operator chose it', () => {
  for (const mode of Mode.options) expect(gpuAccess.steps(contextOf({ wish: { mode, restrictGpu: false } }))).toEqual([]);
  expect(gpuAccess.verify(contextOf())).toEqual([]);
});

test('R28: never in a container', () => {
  for (const virtualisation of ['docker', 'podman', 'lxc', 'systemd-nspawn']) {
    const step = stepOf({ change: { system: { virtualisation } } });
    expect(saidOf(step)).toMatch(/^cannot: This host is a container/);
    expect(step.task.commands).toEqual([]);
  }
});

test('R28: always with flags, never asking, and the effect is told', () => {
  const step = stepOf();
  expect(linesOf(step)).toEqual(['/opt/VirtualGL/bin/vglserver_config +egl -s -f', 'gpasswd -a op vglusers']);
  expect(step.changes).toContain('modprobe -r');
  expect(step.warning).toContain('insufficient permissions');
  expect(step.task.undo).toEqual([
    ['gpasswd', '-d', 'op', 'vglusers'],
    ['/opt/VirtualGL/bin/vglserver_config', '-egl'],
  ]);
  expect(step.undo).toContain('rebooted');
});

test('R53: the driver is loaded anew only once the host’s name was typed', () => {
  expect(stepOf().confirm).toContain('unloaded and loaded anew');
});

describe('while the GPU is in use it cannot be', () => {
  test.each<readonly [string, Change, RegExp]>([
    ['a program', { gpu0: { processes: [{ pid: 77, type: 'C', name: 'python3' }] } }, /python3 \(pid 77\)/],
    ['a desktop with VirtualGL', { desktop: { desktops: [desktopState({ display: 4 })] } }, /the desktop :4/],
    ['a container', { container: { containers: [container({ name: 'train' })] } }, /the container train/],
    ['nobody knows what', { gpu0: { processes: undefined } }, /could not be read which programs/],
  ])('by %s', (_name, change, who) => {
    expect(saidOf(stepOf({ change }))).toMatch(new RegExp(`^cannot: .*${who.source}`));
  });

  test('nor with an Xorg on it', () => {
    expect(saidOf(stepOf({ wish: { ...wish, mode: 'host-glx' } }))).toMatch(/^cannot: An Xorg/);
  });
});

test('once it is so, it is so already, and the nodes prove it', () => {
  const { virtualgl } = healthyFacts().desktop;
  const nodes = ['/dev/nvidiactl', '/dev/nvidia0'].map((path) => node(path, '660', 'vglusers'));
  const change = { desktop: { virtualgl: virtualgl === undefined ? undefined : { ...virtualgl, restricted: true } }, gpu: { nodes } };
  expect(saidOf(stepOf({ change }))).toMatch(/^already/);
  expect(gpuAccess.verify(contextOf({ wish, change }))).toMatchObject([
    { ok: true, got: expect.stringContaining('/dev/nvidia0 660 vglusers') },
  ]);
  expect(gpuAccess.verify(contextOf({ wish }))).toMatchObject([{ ok: false }]);
});
