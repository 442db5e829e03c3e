/** GpuFacts, made of the answers to the questions of resources/probe/gpu.sh. */
import type { GpuFacts, NvidiaGpu } from '../contract/probe/gpu';
import { parseChanges } from './gpu/changes';
import { parseDriverVersions } from './gpu/driverVersion';
import { parseDrm } from './gpu/drm';
import { sentence, word } from './gpu/field';
import { parseHeadless } from './gpu/headless';
import { parseKernelLog } from './gpu/kernelLog';
import { parseNodes } from './gpu/nodes';
import { parseParameters } from './gpu/parameters';
import { parsePci, parsePciNames } from './gpu/pci';
import { parseSmi, type SmiReport } from './gpu/smi';
import { parseSmiDetails, type SmiDetails } from './gpu/smiDetails';
import type { Raw, Raws } from './raws';

const lines = (text: string): string[] => text.split('\n').filter((each) => each.trim() !== '');

/** Any answers give facts: what was not understood is left out. */
export function gpuFacts(raws: Raws): GpuFacts {
  const names = raws.read('pci-names', parsePciNames);
  const report = raws.read('nvidia-smi', parseSmi);
  const details = raws.read('nvidia-smi-details', parseSmiDetails);
  const dkms = raws.read('dkms', (text) => lines(text).filter((line) => line.includes('nvidia')));
  return {
    nvidia: {
      ...raws.read('nvidia-module', parseDriverVersions),
      ...raws.read('nvidia-parameters', parseParameters),
      gpus: (report?.gpus ?? []).map((gpu) => detailed(gpu, details)),
      headlessPackages: parseHeadless(raws.raw('packages')?.text ?? ''),
      dkms: dkms?.slice(0, 8).map(sentence),
      smi: smiOf(raws.raw('nvidia-smi'), report, details),
      changes: raws.read('nvidia-packages-log', parseChanges),
    },
    pci: raws.read('pci', (text) => parsePci(text, names)),
    modules: raws.read('kernel-modules', (text) => lines(text).slice(0, 32).map(word)),
    drm: raws.read('drm', parseDrm),
    nodes: raws.read('gpu-nodes', parseNodes),
    kernelLog: raws.read('kernel-log', parseKernelLog),
  };
}

const detailed = (gpu: NvidiaGpu, details: SmiDetails | undefined): NvidiaGpu => ({ ...gpu, ...details?.gpus.get(gpu.pci ?? '') });

function smiOf(raw: Raw | undefined, report: SmiReport | undefined, details: SmiDetails | undefined): GpuFacts['nvidia']['smi'] {
  if (report?.failed !== undefined) return { kind: 'failed', ...report.failed };
  if (report?.driver !== undefined) return { kind: 'ok', driver: report.driver, cuda: details?.cuda };
  // As ask.sh says that it does not apply, and timeout(1) that it was late.
  if (raw?.status === 3) return { kind: 'failed', failure: 'not-installed', text: sentence(raw.text) };
  if (raw?.status === 124 || raw?.status === 137) return { kind: 'failed', failure: 'timeout', text: 'nvidia-smi did not answer in time.' };
  return raw === undefined ? undefined : { kind: 'failed', failure: 'other', text: sentence(lines(raw.text)[0] ?? 'It says nothing.') };
}
