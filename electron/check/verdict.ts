/** What the evidence proves (design.md §6): a GPU only when renderer string, libraries, the GPU's account and pixels agree. */
import type { Evidence, EvidenceKind, Verdict } from '../contract/check';
import { plainText } from '../contract/text';
import { canDrawInSoftware, drawingOf, type Drawing } from './drawing';
import type { Moment } from './evidence';
import { reasonOf } from './glxgears';
import { accountOf, samePci } from './gpuAccount';
import { glOf, type Observed } from './observed';
import { claimOf, deviceName, type GpuDriver } from './renderer';

/** Undefined while what is missing may still come; once glxgears is over there always is one. */
export function verdictOf(observed: Observed, evidence: readonly Evidence[], moment: Moment): Verdict | undefined {
  const summary = (kind: EvidenceKind): string => evidence.find((each) => each.kind === kind)?.summary ?? '';
  const gl = glOf(observed);
  const { process } = observed;
  if (gl.renderer === '') {
    if (observed.died !== undefined) return { kind: 'no-gl', why: plainText(reasonOf(observed.died.errors, observed.died.words), 400) };
    return moment === 'over' ? unproven('glxgears drew nothing in the time it had.') : undefined;
  }
  if (process === undefined || summary('renderer') === '') return moment === 'over' ? unproven(summary('libraries')) : undefined;
  const drawing = drawingOf(process.libraries, process.devices);
  const disagreement = unproven(`The renderer string says ${gl.renderer}, but: ${summary('libraries')}`);
  const claim = claimOf(gl);
  switch (claim.kind) {
    case 'software':
      return canDrawInSoftware(process.libraries, process.devices) ? { kind: 'software', renderer: gl.renderer } : disagreement;
    case 'gpu':
      return agrees(claim.driver, drawing) ? (wrongGpu(observed) ?? drawnByGpu(observed, evidence)) : disagreement;
    case 'virtual':
    case 'indirect':
    case 'unknown':
      return drawing === 'software' ? unproven(summary('renderer'), summary('libraries')) : unproven(summary('renderer'));
  }
}

/** Zink draws through the Vulkan driver of whichever GPU it is. */
const agrees = (driver: GpuDriver, drawing: Drawing): boolean =>
  driver === 'zink' ? drawing === 'nvidia' || drawing === 'mesa' : drawing === driver;

function drawnByGpu(observed: Observed, evidence: readonly Evidence[]): Verdict | undefined {
  const account = evidence.find(({ kind }) => kind === 'gpu-account');
  const pixels = evidence.find(({ kind }) => kind === 'pixels');
  const against = [account, pixels].filter((each) => each !== undefined && each.says === 'against').map((each) => each?.summary ?? '');
  if (against.length > 0) return unproven(...against);
  if (pixels === undefined) return undefined;
  return pixels.says === 'missing' ? unproven(pixels.summary) : { kind: 'gpu', device: nameOf(observed) };
}

/** The device that was asked for has another renderer string, or the GPU that names our process has another address. */
function wrongGpu(observed: Observed): Verdict | undefined {
  const { expected, gpus, process } = observed;
  if (expected === undefined) return undefined;
  const { renderer } = glOf(observed);
  const account = accountOf(gpus, process?.pid);
  const listed = account?.kind === 'listed' ? account.gpu : undefined;
  const elsewhere = listed !== undefined && expected.pci !== '' && !samePci(listed.pci, expected.pci);
  const other = expected.renderer !== '' && expected.renderer !== renderer;
  if (!elsewhere && !other) return undefined;
  const at = (name: string, pci: string): string => plainText(elsewhere ? `${name} at ${pci}` : name, 400);
  return { kind: 'wrong-gpu', expected: at(deviceName(expected.renderer), expected.pci), got: at(deviceName(renderer), listed?.pci ?? '') };
}

/** As nvidia-smi calls the GPU that it says is ours, else as the renderer string does. */
function nameOf(observed: Observed): string {
  const account = accountOf(observed.gpus, observed.process?.pid);
  const ours = account?.kind === 'listed' || account?.kind === 'moved' ? account.gpu?.name : undefined;
  return plainText(ours ?? deviceName(glOf(observed).renderer), 300);
}

const unproven = (...missing: readonly string[]): Verdict => ({ kind: 'unproven', missing: missing.map((text) => plainText(text, 1900)) });
