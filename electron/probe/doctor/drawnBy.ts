/** Entries about what really draws in a desktop: the CPU without VirtualGL, the CPU under VirtualGL, another GPU. */
import type { Check } from '../../contract/check';
import type { Cure, Evidence } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import { commands, words } from './cures';
import { fromAnswer, type Detection, type Entry, type Seen } from './entry';
import { eglGpus, eglLines, hasUsableGpu, nvidiaWorks } from './hardware';

/** `:3`, of `<host>/<boot>.<display>.<pid>.<start>`. */
const displayOf = ({ sessionId }: Check): string => `:${/\.(\d+)\.\d+\.\d+$/.exec(sessionId)?.[1] ?? '?'}`;

type RendererEvidence = Extract<Check['evidence'][number], { kind: 'renderer' }>;
const rendererOf = ({ evidence }: Check): RendererEvidence | undefined => evidence.find((each) => each.kind === 'renderer');

function checkEvidence(check: Check): Evidence {
  const renderer = rendererOf(check);
  const text = (renderer?.raw ?? '') || `renderer: ${renderer?.renderer ?? 'unknown'}`;
  return { command: (renderer?.command ?? '') || check.command, text: text.slice(0, 2000) };
}

/** Checks that the CPU drew, with VirtualGL or without. */
const drawnByCpu = ({ checks }: Seen, virtualgl: boolean): readonly Check[] =>
  checks.filter((check) => check.verdict?.kind === 'software' && rendererOf(check)?.virtualgl === virtualgl);

const devices = (seen: Seen): readonly Evidence[] =>
  seen.facts.gl.eglDevices === undefined ? [] : [fromAnswer(seen, 'egl-devices', eglLines(seen.facts))];

const withoutVirtualgl: Entry = {
  id: 'D01',
  title: 'The CPU draws in a desktop, though there is a GPU',
  cause: 'The program does not run under VirtualGL: an X proxy by itself draws OpenGL on the CPU.',
  severity: 'harms',
  cure: words('Start the desktop anew on the GPU, or the program under vglrun.'),
  source: 'VirtualGL #108; TurboVNC doc/vglusage.txt, #371',
  detect: (seen) =>
    hasUsableGpu(seen.facts) || eglGpus(seen.facts).length > 0
      ? drawnByCpu(seen, false).map((check) => ({
          subject: displayOf(check),
          title: `The CPU draws in the desktop ${displayOf(check)}, though there is a GPU`,
          confidence: 'certain',
          evidence: [checkEvidence(check), ...devices(seen)],
          cure: onGpu(seen.facts),
        }))
      : [],
};

/** NVIDIA's GPUs draw through VirtualGL; Mesa's can also be given to the X proxy. */
function onGpu(facts: Facts): Cure {
  const [gpu] = eglGpus(facts);
  const [node] = (facts.gpu.drm ?? []).flatMap(({ render, driver }) => (render !== undefined && driver !== 'nvidia-drm' ? [render] : []));
  if (!nvidiaWorks(facts) && node !== undefined)
    return words(
      `Start the desktop anew with the GPU’s render node ${node}: vncserver -drinode, or Xvnc -rendernode of TigerVNC 1.14 and newer.`,
    );
  if (gpu === undefined) return words('Start the desktop anew on the GPU, or the program under vglrun -d egl0.');
  const text = `Start the desktop anew with VirtualGL on ${gpu.device}, or a single program like this.`;
  return commands([`/opt/VirtualGL/bin/vglrun -d ${gpu.device} glxgears -info`], false, text);
}

const underVirtualgl: Entry = {
  id: 'D02',
  title: 'VirtualGL draws on the CPU, though there is a GPU',
  cause: 'None of the EGL devices that VirtualGL finds is the GPU: its driver’s EGL part is missing, or this login cannot use it.',
  severity: 'blocks',
  cure: words('Look at what eglinfo -e lists, and at the permissions of /dev/nvidia* and /dev/dri.'),
  source: 'VirtualGL #234; selkies README; reproduced',
  detect: (seen) => (hasUsableGpu(seen.facts) ? [...noGpuDevice(seen), ...otherDevice(seen)] : []),
};

function noGpuDevice(seen: Seen): readonly Detection[] {
  const { eglDevices } = seen.facts.gl;
  if (eglDevices === undefined || eglGpus(seen.facts).length > 0) return [];
  const evidence = [...devices(seen), ...drawnByCpu(seen, true).slice(0, 4).map(checkEvidence)];
  return [{ confidence: nvidiaWorks(seen.facts) ? 'certain' : 'likely', evidence }];
}

/** VirtualGL has a device on the GPU, and this desktop another one. */
const otherDevice = (seen: Seen): readonly Detection[] =>
  eglGpus(seen.facts).length === 0
    ? []
    : drawnByCpu(seen, true).map((check) => ({
        subject: displayOf(check),
        title: `VirtualGL draws on the CPU in the desktop ${displayOf(check)}`,
        cause: 'The desktop was started with an EGL device that is no GPU, or the order of the devices has changed since.',
        severity: 'harms',
        confidence: 'certain',
        evidence: [checkEvidence(check), ...devices(seen)],
        cure: onGpu(seen.facts),
      }));

const wrongGpu: Entry = {
  id: 'D38',
  title: 'Another GPU draws than the one that was chosen',
  cause: 'The index of an EGL device is only its place in a list, and the list has changed; or the program chooses its GPU by itself.',
  severity: 'harms',
  cure: words('Start the desktop anew: Gearview looks the devices up again. In scripts, name the device by its node, as /dev/dri/card1.'),
  source: 'VirtualGL #247 #182',
  detect: (seen) =>
    seen.checks.flatMap((check): readonly Detection[] => {
      if (check.verdict?.kind !== 'wrong-gpu') return [];
      const { expected, got } = check.verdict;
      return [
        {
          subject: displayOf(check),
          title: `Another GPU draws in the desktop ${displayOf(check)} than the one that was chosen`,
          confidence: 'certain',
          evidence: [
            { command: check.command, text: `chosen: ${expected}\ndraws: ${got}`.slice(0, 2000) },
            checkEvidence(check),
            ...devices(seen),
          ],
        },
      ];
    }),
};

export const DRAWN_BY_ENTRIES: readonly Entry[] = [withoutVirtualgl, underVirtualgl, wrongGpu];
