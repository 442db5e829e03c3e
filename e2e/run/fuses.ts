/** Electron's fuses: switches in the executable that are read at start (electron/electron docs/tutorial/fuses.md). */

/** Marks the fuse wire: after it come its version, the number of fuses, and one character per fuse. */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1');
const VERSION = 1;

/** Position on the wire of version 1. */
export const FUSE = { nodeCliInspect: 3, browserV8Snapshot: 6 } as const;

/** Sets fuses of an executable in place. Throws when there is no wire of the known version, or it lacks a fuse. */
export function setFuses(executable: Buffer, wanted: readonly { readonly fuse: number; readonly on: boolean }[]): void {
  const start = executable.indexOf(SENTINEL);
  if (start < 0) throw new Error('The executable has no fuse wire.');
  if (executable.indexOf(SENTINEL, start + 1) >= 0) throw new Error('The executable has more than one fuse wire.');
  const wire = start + SENTINEL.length;
  const version = executable[wire];
  const count = executable[wire + 1] ?? 0;
  if (version !== VERSION) throw new Error(`The fuse wire has version ${version}, not ${VERSION}.`);
  for (const { fuse, on } of wanted) {
    const position = wire + 2 + fuse;
    const now = String.fromCharCode(executable[position] ?? 0);
    if (fuse >= count || (now !== '0' && now !== '1')) throw new Error(`Fuse ${fuse} cannot be set.`);
    executable.write(on ? '1' : '0', position, 'latin1');
  }
}
