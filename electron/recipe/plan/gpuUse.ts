/** What would break if the GPU's driver were taken away now. */
import type { Facts } from '../../contract/probe';
import { answeringGpus } from '../../probe/doctor/hardware';

const ON_SCREEN: ReadonlySet<string> = new Set(['Xorg', 'Xwayland']);
const PROXIES: ReadonlySet<string> = new Set(['Xvnc', 'Xtigervnc']);

/** A phrase each; empty when nothing is known to use it. */
export function usesOfGpu({ gpu, desktop, container }: Facts): readonly string[] {
  const processes = gpu.nvidia.gpus.flatMap(({ processes = [] }) => processes);
  const counted = new Set(processes.map(({ pid }) => pid));
  const servers = (desktop.xServers ?? []).filter(({ pid, zombie }) => !zombie && !counted.has(pid));
  // What the processes of another user have open cannot be seen, and nvidia-smi does not list everything that draws through EGL.
  const others = servers.filter(({ kind, own }) => PROXIES.has(kind) && !own);
  const desktops = (desktop.desktops ?? []).filter(({ preloadsVirtualgl }) => preloadsVirtualgl !== false);
  const containers = (container.containers ?? []).filter(({ running, gpu }) => running && gpu);
  return [
    ...processes.map(({ pid, name }) => `${name} (pid ${pid})`),
    ...servers.filter(({ kind }) => ON_SCREEN.has(kind)).map(({ kind, display, user }) => `${kind} :${display ?? '?'} of ${user}`),
    ...desktops.map(({ display }) => `the desktop :${display}`),
    ...others.map(({ display, user }) => `the desktop :${display ?? '?'} of ${user}`),
    ...containers.map(({ name }) => `the container ${name}`),
  ];
}

/** A GPU answers and its processes were not told: nobody can say that it is idle. */
export const useUnknown = (facts: Facts): boolean => answeringGpus(facts).some(({ processes }) => processes === undefined);
