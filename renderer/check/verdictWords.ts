/** A verdict in words: never more than the evidence says. */
import type { Check, Verdict } from '../../electron/contract/check';
import { assertNever } from '../../electron/contract';
import { checkTexts as texts } from './texts';

export type VerdictTone = 'good' | 'warn' | 'bad' | 'open';

export interface VerdictWords {
  /** Shape: each has its own. */
  readonly shape: Verdict['kind'] | 'none' | 'running' | 'failed';
  readonly tone: VerdictTone;
  readonly word: string;
  /** What draws: the device, in short. */
  readonly device: string;
  /** One sentence on what it means; empty where there is nothing to say. */
  readonly meaning: string;
  /** What could not be shown. */
  readonly missing: readonly string[];
}

/** `NVIDIA A10/PCIe/SSE2` → `NVIDIA A10`; `llvmpipe (LLVM 15.0.6, 256 bits)` → `llvmpipe`: what follows is not the device. */
export const shortDevice = (renderer: string): string => renderer.replace(/\/PCIe.*$|\/SSE2.*$|\s*\(.*$/, '').trim();

export function verdictWords(verdict: Verdict): VerdictWords {
  const { words, meaning } = texts;
  switch (verdict.kind) {
    case 'gpu':
      return { shape: 'gpu', tone: 'good', word: words.gpu, device: shortDevice(verdict.device), meaning: meaning.gpu, missing: [] };
    case 'wrong-gpu':
      return {
        shape: 'wrong-gpu',
        tone: 'bad',
        word: words['wrong-gpu'],
        device: shortDevice(verdict.got),
        meaning: meaning.wrongGpu(verdict.expected, verdict.got),
        missing: [],
      };
    case 'software':
      return {
        shape: 'software',
        tone: 'warn',
        word: words.software,
        device: shortDevice(verdict.renderer),
        meaning: meaning.software(verdict.renderer),
        missing: [],
      };
    case 'no-gl':
      return { shape: 'no-gl', tone: 'bad', word: words['no-gl'], device: '', meaning: verdict.why, missing: [] };
    case 'unproven':
      return { shape: 'unproven', tone: 'open', word: words.unproven, device: '', meaning: meaning.unproven, missing: verdict.missing };
    default:
      return assertNever(verdict);
  }
}

const blank = { device: '', meaning: '', missing: [] };

/** The badge of a desktop from its latest check. */
export function badgeWords(check: Check | undefined): VerdictWords {
  if (check?.verdict !== undefined) return verdictWords(check.verdict);
  if (check?.phase.kind === 'running') return { ...blank, shape: 'running', tone: 'open', word: texts.checking };
  if (check?.phase.kind === 'failed') return { ...blank, shape: 'failed', tone: 'warn', word: texts.failed };
  return { ...blank, shape: 'none', tone: 'open', word: texts.notChecked };
}
