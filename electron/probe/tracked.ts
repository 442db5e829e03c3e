/** The values of a host that are followed over time: what an update or a setting changes, never what a load changes. */
import { TrackedName, type Facts, type Snapshot } from '../contract/probe';
import type { QuestionName } from '../contract/probe/answer';
import { plainText } from '../contract/text';

type Values = Snapshot['values'];

const NOT_INSTALLED = 'not installed';

/** Undefined: not known now, so nothing is said to have changed. */
type Reading = (facts: Facts) => string | undefined;

const stateOf = ({ answers }: Facts, name: QuestionName) => answers.find((answer) => answer.name === name)?.state;

/** What a question that does not apply says by that: the thing is not there. */
const installed =
  (question: QuestionName, read: Reading): Reading =>
  (facts) =>
    read(facts) ?? (stateOf(facts, question) === 'absent' ? NOT_INSTALLED : undefined);

const xProxy =
  (kind: 'turbovnc' | 'tigervnc'): Reading =>
  ({ desktop: { xProxies } }) =>
    xProxies === undefined ? undefined : (xProxies.find((each) => each.kind === kind)?.version ?? NOT_INSTALLED);

const yesNo = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : value ? 'on' : 'off');

const settings = (
  values: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> | undefined,
): string | undefined =>
  values === undefined
    ? undefined
    : Object.entries(values)
        .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${String(value)}`]))
        .join(', ') || 'defaults';

const READINGS: Readonly<Record<TrackedName, Reading>> = {
  os: ({ system }) => system.os?.name,
  kernel: ({ system }) => system.kernel?.release,
  'driver-loaded': ({ gpu }) => gpu.nvidia.moduleLoaded,
  'driver-on-disk': ({ gpu }) => gpu.nvidia.moduleOnDisk,
  'driver-libraries': ({ gpu }) => gpu.nvidia.userSpace,
  gpus: ({ gpu }) => gpu.pci?.map(({ name, pci }) => `${name} at ${pci}`).join(', '),
  mig: ({ gpu: { nvidia } }) =>
    nvidia.gpus.some(({ mig }) => mig !== undefined) ? nvidia.gpus.map(({ mig }) => yesNo(mig) ?? '–').join(', ') : undefined,
  virtualgl: installed('virtualgl', ({ desktop }) => desktop.virtualgl?.version),
  'virtualgl-setup': ({ desktop: { virtualgl } }) =>
    virtualgl === undefined
      ? undefined
      : settings({ restricted: yesNo(virtualgl.restricted), vglusers: yesNo(virtualgl.group), 'X key': virtualgl.xauthKey }),
  'egl-devices': ({ gl }) => gl.eglDevices?.map(({ device, renderer }) => `${device} ${renderer}`).join(', '),
  turbovnc: xProxy('turbovnc'),
  'turbovnc-settings': ({ desktop: { turbovnc } }) =>
    turbovnc === undefined
      ? undefined
      : settings({
          'permitted-security-types': turbovnc.permittedSecurityTypes?.join(' '),
          'session-limit': turbovnc.sessionLimit,
          vglrun: turbovnc.vglrun,
        }),
  tigervnc: xProxy('tigervnc'),
  x11vnc: installed('x11vnc', ({ desktop }) => desktop.x11vnc),
  xorg: installed('xorg', ({ desktop }) => desktop.xorg?.version),
  'display-manager': installed('display-manager', ({ desktop: { displayManager } }) =>
    displayManager === undefined ? undefined : [displayManager.name, displayManager.version ?? ''].join(' ').trim(),
  ),
  'window-managers': ({ desktop }) => desktop.windowManagers?.map(({ id }) => id).join(', '),
  docker: installed('docker', ({ container: { docker } }) => docker?.version),
  'container-toolkit': installed('container-toolkit', ({ container }) => container.toolkit?.version),
  podman: installed('podman', ({ container }) => container.podman),
  kubernetes: installed('kubernetes', ({ container: { kubernetes } }) =>
    kubernetes === undefined ? undefined : [kubernetes.kind ?? '', kubernetes.kubectl ?? ''].join(' ').trim(),
  ),
  selinux: ({ system }) => system.selinux,
  'secure-boot': ({ system }) => yesNo(system.secureBoot),
  sshd: ({ login }) => settings(login.sshd),
  linger: ({ system }) => yesNo(system.linger),
  'gpu-nodes': ({ gpu }) => gpu.nodes?.map(({ path, mode, owner, group }) => `${path} ${mode} ${owner}:${group}`).join(', '),
};

const VALUE_LIMIT = 900;

export function trackedOf(facts: Facts): Values {
  const values: Values = {};
  for (const name of TrackedName.options) {
    const value = READINGS[name](facts);
    if (value !== undefined && value !== '') values[name] = plainText(value, VALUE_LIMIT);
  }
  return values;
}

/** The snapshot that comes after `before`, or undefined when nothing that is known now differs from it. */
export function nextSnapshot(before: Snapshot | undefined, now: Values, at: number): Snapshot | undefined {
  const values = { ...before?.values, ...now };
  return before !== undefined && TrackedName.options.every((name) => before.values[name] === values[name]) ? undefined : { at, values };
}
