/** Whether Chromium can have its sandbox here. It is left out for root alone, and never silently. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command';
import type { Runtime } from './runtime';

export type Sandbox =
  | { readonly kind: 'on' }
  | { readonly kind: 'off'; readonly why: string }
  | { readonly kind: 'broken'; readonly fix: string };

export async function sandboxFor(runtime: Runtime): Promise<Sandbox> {
  if (process.platform !== 'linux') return { kind: 'on' };
  if (process.getuid?.() === 0) return { kind: 'off', why: 'Chromium has no sandbox for root' };
  const helper = join(runtime.folder, 'chrome-sandbox');
  const { uid, mode } = await stat(helper);
  if (uid === 0 && (mode & 0o4755) === 0o4755) return { kind: 'on' };
  const namespaces = await runCommand('unshare', ['--user', '--map-root-user', 'true']);
  if (namespaces.status === 0) return { kind: 'on' };
  return {
    kind: 'broken',
    fix: `Chromium cannot make its sandbox: this system has no user namespaces for you. Allow its helper once with: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  };
}
