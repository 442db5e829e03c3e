/** Lines that glxgears prints. */
import type { FpsPoint } from '../contract/check';

const FRAMES = /^\s*(\d{1,12}) frames in (\d{1,6}(?:\.\d{1,6})?) seconds = (\d{1,12}(?:\.\d{1,6})?) FPS\s*$/;

/** `7197 frames in 5.0 seconds = 1439.307 FPS`, read `seconds` after the start. */
export function parseFps(line: string, seconds: number): FpsPoint | undefined {
  const fps = Number(FRAMES.exec(line)?.[3] ?? Number.NaN);
  return Number.isFinite(fps) && Number.isFinite(seconds) && seconds >= 0 ? { seconds, fps } : undefined;
}

const VIRTUALGL_ERROR = /^\[VGL\]\s*(?:(?:ERROR|WARNING):\s*)?(?:\d+:\s*)?(.*\S)\s*$/;
const NOISE = /^(ATTENTION:|MESA-|Failed to create .*shader cache|ERROR: ld\.so: object|\[VGL\] (ERROR: in |NOTICE|Shared memory))/;

/** Why there was no picture, from what a program said when it ended at once: VirtualGL's words, else the last line that is no chatter. */
export function reasonOf(errors: string, words: string): string {
  const lines = `${words}\n${errors}`.split('\n').map((line) => line.trim());
  const telling = lines.filter((line) => line !== '' && !NOISE.test(line));
  const virtualgl = telling.map((line) => VIRTUALGL_ERROR.exec(line)?.[1]).find((text) => text !== undefined);
  return virtualgl ?? telling.at(-1) ?? 'glxgears ended without a word.';
}
