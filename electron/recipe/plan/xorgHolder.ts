/** Who has a GPU's screen already: a second Xorg takes the hardware, and the picture of the first one turns black. */
import type { Facts } from '../../contract/probe';
import type { XServer } from '../../contract/probe/desktop';
import { pciOf } from '../../probe/busId';
import { gpusOf } from './wishedGpu';
import { configPath } from './xorgConfig';
import { cookiePath } from './xorgUnit';

/** Where Gearview's own Xorg is or is to be. */
export interface Seat {
  readonly pci: string;
  readonly display: number;
}

export const xorgsOf = ({ desktop }: Facts): readonly XServer[] =>
  (desktop.xServers ?? []).filter(({ kind, zombie, elsewhere }) => kind === 'Xorg' && !zombie && !elsewhere);

/** The unit started it: nobody else uses its files. */
export const isSeated = (server: XServer, { pci, display }: Seat): boolean =>
  server.display === display && (server.pci === configPath(pci) || server.auth === cookiePath(display));

/** Undefined when it cannot be seen. A container's Xorg takes the GPU as well. */
function placeOf({ nodes = [], pci = '' }: XServer, facts: Facts): readonly string[] | undefined {
  const cards = new Map<string, string>(
    (facts.gpu.drm ?? []).flatMap((each) => (each.pci === undefined ? [] : [[each.card, each.pci] as const])),
  );
  const numbered = new Map<string, string>(
    facts.gpu.nvidia.gpus.flatMap((each) => (each.pci === undefined ? [] : [[`/dev/nvidia${each.index}`, each.pci] as const])),
  );
  const written = gpusOf(facts).find((gpu) => configPath(gpu.pci) === pci)?.pci;
  const places = [pciOf(pci), written, ...nodes.map((node) => cards.get(node) ?? numbered.get(node))].filter(
    (place) => place !== undefined,
  );
  return places.length === 0 ? undefined : places;
}

/** A sentence that says who has it; undefined when nobody does. */
export function holderOf(facts: Facts, seat: Seat): string | undefined {
  const { displayManager, seats = [], xServers = [] } = facts.desktop;
  if (displayManager?.active === true)
    return (
      `The display manager ${displayManager.name} runs, and its login screen has the GPU. ` +
      `When nobody works at the host’s own screen, stop it yourself with “systemctl disable --now ${displayManager.name}”, and plan again.`
    );
  const wayland = seats.find(({ type }) => type === 'wayland');
  if (wayland !== undefined)
    return `A Wayland desktop of ${wayland.user} has the GPU: end it first, or use a mode with EGL, which shares the GPU.`;
  const server = xServers.find(
    (each) => each.kind === 'Xorg' && !each.zombie && (placeOf(each, facts)?.includes(seat.pci) ?? true) && each.display !== undefined,
  );
  if (server === undefined) return undefined;
  if (isSeated(server, seat))
    return `An earlier set-up began an Xorg on this GPU, with other settings or for another login: take that step back first.`;
  return (
    `Xorg :${server.display ?? '?'} of ${server.user} (pid ${server.pid}) has the GPU, and a second one would turn it black: ` +
    'end it first, or use a mode with EGL, which shares the GPU.'
  );
}
