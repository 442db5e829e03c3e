/** Asks a host about its GPUs and GL as a probe does, with what makes facts of the answers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach } from 'vitest';
import { loadResource, startLocalHost, type LocalHost, type LocalHostOptions } from './localHost';
import { runScript } from '../../electron/connection/script';
import type { Answer } from '../../electron/contract/probe/answer';
import { GlFacts } from '../../electron/contract/probe/gl';
import { GpuFacts } from '../../electron/contract/probe/gpu';
import { glFacts } from '../../electron/probe/gl';
import { gpuFacts } from '../../electron/probe/gpu';
import { rawsOf } from '../../electron/probe/raws';

export const PARTS = ['lib/process.sh', 'lib/software.sh', 'probe/ask.sh', 'probe/gpu.sh', 'probe/gl.sh'];
export const SHELLS: readonly (readonly [name: string, shell: readonly string[]])[] = [
  ['dash', ['dash', '-s']],
  ['bash', ['bash', '-s']],
  ['busybox sh', ['busybox', 'sh', '-s']],
];
/** Of nvidia-smi and dmesg, for the PATH of a host. */
export const STAND_INS = ['nvidia-smi', 'dmesg'].map((name) => resolve(import.meta.dirname, '../../resources/test/bin', name));

export interface Asked {
  /** In the order in which they came. */
  readonly names: readonly string[];
  readonly gpu: GpuFacts;
  readonly gl: GlFacts;
  readonly answers: ReadonlyMap<string, Answer>;
  /** Runs until the test ends. */
  readonly host: LocalHost;
}

let host: LocalHost | undefined;
let folder: string | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

/** Runs these functions of probe/gpu.sh and probe/gl.sh, a line each. What does not fit the contract throws. */
export async function askHost(functions: readonly string[], options: Partial<LocalHostOptions> = {}): Promise<Asked> {
  const made = await startLocalHost({ user: 'gv-gpu', ...options });
  host = made;
  const load = (name: string): Promise<string> => (name === 'main' ? Promise.resolve(functions.join('\n')) : loadResource(name));
  const records = await runScript(made, load, [...PARTS, 'main'], { timeoutMs: 25_000 });
  const raws = rawsOf(records);
  const [gpu, gl] = [GpuFacts.parse(gpuFacts(raws)), GlFacts.parse(glFacts(raws))];
  return {
    host: made,
    names: records.map(({ key }) => key),
    gpu,
    gl,
    answers: new Map(raws.answers().map((answer) => [answer.name, answer])),
  };
}

/** The path of a program that does what `script` says, until the test ends. */
export function standIn(name: string, script: string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'gv-stand-in-'));
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}
