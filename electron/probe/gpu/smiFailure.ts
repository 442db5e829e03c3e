/** Why nvidia-smi has nothing to tell, by its words: its exit statuses differ between drivers, and a lost GPU may leave 0. */
import type { SmiFailure } from '../../contract/probe/gpu';
import { sentence } from './field';

export interface SmiFailed {
  readonly failure: SmiFailure;
  /** The line that says so. */
  readonly text: string;
}

/** The first that fits wins. Texts of nvidia-smi 390-595 and of nvmlReturn_t in NVIDIA's NVML API reference. */
const FAILURES: readonly (readonly [RegExp, SmiFailure])[] = [
  [/Driver\/library version mismatch/i, 'mismatch'],
  [/Insufficient Permissions/i, 'permission'],
  [/libnvidia-ml\.so|NVML Shared Library Not Found/i, 'no-library'],
  [/couldn't communicate with the NVIDIA driver|Driver Not Loaded/i, 'no-driver'],
  [/requires? reset|Reset Required/i, 'reset-required'],
  [/GPU is lost|fallen off the bus|Unable to determine the device handle/i, 'gpu-lost'],
  [/No devices were found/i, 'no-devices'],
  [/Unknown Error|blocked by the operating system/i, 'unknown-error'],
  [/command not found|nvidia-smi: not found/i, 'not-installed'],
];

/** Fields of a row that say that this GPU is gone; [Unknown Error] in a row is only a field that was not told. */
const IN_ROWS = /\[(GPU is lost|GPU requires reset|Reset Required)\]/i;

/** `said` is what stands outside the table, `text` everything. Undefined when it did not fail. */
export function smiFailure(said: string, text: string, status: number, hasGpus: boolean): SmiFailed | undefined {
  for (const [pattern, failure] of FAILURES) {
    const line =
      said.split('\n').find((each) => pattern.test(each)) ?? text.split('\n').find((each) => IN_ROWS.test(each) && pattern.test(each));
    if (line !== undefined) return { failure, text: sentence(line) };
  }
  // infoROM warnings leave a status, and the table.
  if (status === 0 || hasGpus) return undefined;
  return {
    failure: 'other',
    text: sentence(said.split('\n').find((line) => line.trim() !== '') ?? `nvidia-smi ended with status ${status}.`),
  };
}
