/** What has been seen, made into evidence: a sentence each, what it speaks for, and the raw lines it rests on. */
import type { Evidence } from '../contract/check';
import { drawingOf, GALLIUM, HARDWARE_DRIVER, hasVirtualgl, LLVM, NVIDIA_DRIVER, SOFTWARE_DRIVER, type Drawing } from './drawing';
import { accountOf } from './gpuAccount';
import { glOf, type Observed } from './observed';
import { claimOf, type Claim } from './renderer';
import { sightOf } from './sight';

type Says = Evidence['says'];

/** early: what is missing may still come. late: a screen should have shown the gears by now. over: glxgears has ended. */
export type Moment = 'early' | 'late' | 'over';

/** Weakest first. What may still come is left out, and said to be missing once it cannot. */
export function evidenceOf(observed: Observed, moment: Moment): readonly Evidence[] {
  const claim = claimOf(glOf(observed));
  const over = moment === 'over';
  const all = [renderer(observed, claim, over), libraries(observed, claim, over), account(observed, claim, over), pixels(observed, moment)];
  return all.filter((each) => each !== undefined);
}

const SAYS_OF_CLAIM: Readonly<Record<Claim['kind'], Says>> = {
  gpu: 'gpu',
  software: 'software',
  virtual: 'neutral',
  indirect: 'against',
  unknown: 'neutral',
};

function renderer(observed: Observed, claim: Claim, over: boolean): Evidence | undefined {
  const gl = glOf(observed);
  const virtualgl = hasVirtualgl(observed.process?.libraries ?? []);
  const base = { kind: 'renderer' as const, ...gl, virtualgl, command: observed.command };
  const complete = gl.renderer !== '' && gl.vendor !== '' && gl.version !== '';
  if (!complete && !over) return undefined;
  if (gl.renderer === '') return { ...base, says: 'missing', summary: 'glxgears named no renderer.', raw: '' };
  const vsync = observed.vsync ? ' Vsync was on, so its frame rate says nothing.' : '';
  const raw = `GL_RENDERER   = ${gl.renderer}\nGL_VERSION    = ${gl.version}\nGL_VENDOR     = ${gl.vendor}`;
  return { ...base, says: SAYS_OF_CLAIM[claim.kind], summary: `${claimed(claim, gl.renderer)}${vsync}`, raw };
}

function claimed(claim: Claim, text: string): string {
  switch (claim.kind) {
    case 'gpu':
      return `The renderer string names a GPU: ${text}.`;
    case 'software':
      return `The renderer string names a program that draws on the CPU: ${text}.`;
    case 'virtual':
      return `The renderer string names a virtual GPU: ${text}. Whether it is accelerated is up to the hypervisor.`;
    case 'indirect':
      return `The drawing commands go to an X server and are drawn there: ${text}.`;
    case 'unknown':
      return `The renderer string is of no known kind: ${text}.`;
  }
}

const SAYS_OF_DRAWING: Readonly<Record<Drawing, Says>> = { nvidia: 'gpu', mesa: 'gpu', software: 'software', unclear: 'neutral' };

function libraries({ process, command: asked }: Observed, claim: Claim, over: boolean): Evidence | undefined {
  const command = `grep -E 'nvidia|_dri|gallium|LLVM|vglfaker' /proc/${process?.pid ?? 'PID'}/maps; ls -l /proc/${process?.pid ?? 'PID'}/fd`;
  if (process === undefined) {
    const summary = 'What glxgears had mapped could not be read.';
    return over ? { kind: 'libraries', libraries: [], devices: [], says: 'missing', summary, command, raw: '' } : undefined;
  }
  const drawing = drawingOf(process.libraries, process.devices);
  const without = asked.includes('vglrun') && !hasVirtualgl(process.libraries) ? ' VirtualGL was asked for and is not among them.' : '';
  return {
    kind: 'libraries',
    libraries: [...process.libraries],
    devices: [...process.devices],
    says: claim.kind === 'gpu' && drawing === 'software' ? 'against' : SAYS_OF_DRAWING[drawing],
    summary: `${mapped(drawing, process.libraries, process.devices)}${without}`,
    command,
    raw: [...process.libraries, ...process.devices].join('\n').slice(0, 8000),
  };
}

function mapped(drawing: Drawing, libraries: readonly string[], devices: readonly string[]): string {
  const opened = devices.length === 0 ? 'no GPU is open' : `${devices.join(' and ')} ${devices.length === 1 ? 'is' : 'are'} open`;
  const named = (...patterns: readonly RegExp[]): string =>
    libraries
      .filter((path) => patterns.some((pattern) => pattern.test(path)))
      .map((path) => path.slice(path.lastIndexOf('/') + 1))
      .slice(0, 4)
      .join(', ');
  switch (drawing) {
    case 'nvidia':
      return `glxgears has NVIDIA's driver mapped (${named(NVIDIA_DRIVER)}), and ${opened}.`;
    case 'mesa':
      return `glxgears has a hardware driver of Mesa mapped (${named(HARDWARE_DRIVER, GALLIUM)}), and ${opened}.`;
    case 'software':
      return `glxgears has Mesa's software renderer mapped (${named(SOFTWARE_DRIVER, GALLIUM, LLVM)}), and ${opened}.`;
    case 'unclear':
      return `The libraries of glxgears name no driver with its device, and ${opened}.`;
  }
}

const SMI = 'nvidia-smi --query-gpu=index,uuid,name,pci.bus_id,memory.used,utilization.gpu --format=csv; nvidia-smi -q -d PIDS';

function account({ gpus, process }: Observed, claim: Claim, over: boolean): Evidence | undefined {
  const raw = gpus
    .map(({ when, text }) => `${when}:\n${text}`)
    .join('\n')
    .slice(0, 8000);
  const base = { kind: 'gpu-account' as const, command: SMI, raw };
  const failed = gpus.find((each) => each.failed);
  if (failed !== undefined)
    return { ...base, says: 'missing', summary: `nvidia-smi failed: ${failed.text.split('\n')[0]?.slice(0, 300) ?? ''}` };
  const seen = accountOf(gpus, process?.pid);
  if (seen === undefined) {
    const why = gpus.length === 0 ? 'nvidia-smi is not on the host' : 'glxgears ended before nvidia-smi could look';
    return over ? { ...base, says: 'missing', summary: `No GPU gave its own account: ${why}.` } : undefined;
  }
  const says: Readonly<Record<typeof seen.kind, Says>> = {
    listed: 'gpu',
    moved: 'gpu',
    still: claim.kind === 'software' ? 'software' : 'against',
    busy: 'neutral',
    unclear: 'neutral',
  };
  return { ...base, says: says[seen.kind], summary: seen.text };
}

function pixels({ pixels: seen }: Observed, moment: Moment): Evidence | undefined {
  const base = { kind: 'pixels' as const, command: '' };
  if (seen === undefined) {
    const summary = 'No screen shows this desktop, so its pixels were not seen.';
    return moment === 'early' ? undefined : { ...base, says: 'missing', summary, raw: '' };
  }
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const colours = `red ${percent(seen.red)}, green ${percent(seen.green)}, blue ${percent(seen.blue)}`;
  const shown = { ...base, pixels: seen, raw: `${colours}, ${seen.distinctFrames} different pictures in ${seen.seconds.toFixed(1)} s` };
  switch (sightOf(seen)) {
    case 'turning':
      return {
        ...shown,
        says: 'neutral',
        summary: `The screen shows the gears turning, ${seen.deliveredFps.toFixed(1)} pictures a second.`,
      };
    case 'waiting':
      if (moment === 'early') return undefined;
      return { ...shown, says: 'missing', summary: 'The gears were seen too briefly to tell whether they turn.' };
    case 'one-colour':
      return { ...shown, says: 'against', summary: 'The screen shows one colour in place of the gears.' };
    case 'still':
      return { ...shown, says: 'against', summary: 'The screen shows the gears, and they stand still.' };
    case 'hidden':
      return { ...shown, says: 'against', summary: 'The screen does not show the gears; another window may cover them.' };
  }
}
