/** The closed table of ways to get a desktop (design.md §2), and the choice between those that need no set-up. */
import type { HostOffer, Mode, VglDevice } from '../contract/session';
import { SOFTWARE_RENDERER } from '../probe/softwareRenderer';
import type { z } from 'zod';

type Device = z.infer<typeof VglDevice>;

export interface ModeRow {
  readonly place: 'host' | 'container' | 'pod';
  readonly xServer: 'X proxy' | 'X proxy inside' | 'Xorg on the GPU, viewed through x11vnc' | "the host's Xorg" | 'Xorg inside';
  readonly glBackEnd: 'egl' | 'glx' | 'native' | 'dri3' | 'software';
  /** When to use it, in a sentence. */
  readonly when: string;
}

export const MODES: Readonly<Record<Mode, ModeRow>> = {
  'host-egl': {
    place: 'host',
    xServer: 'X proxy',
    glBackEnd: 'egl',
    when: 'The default on an NVIDIA host: many desktops on each GPU, and no X server on the GPU.',
  },
  'container-egl': {
    place: 'container',
    xServer: 'X proxy inside',
    glBackEnd: 'egl',
    when: 'The default where Docker or Podman with the NVIDIA runtime is there: the same, isolated and portable.',
  },
  'host-glx': { place: 'host', xServer: 'X proxy', glBackEnd: 'glx', when: 'When the application cannot use EGL.' },
  'container-glx': {
    place: 'container',
    xServer: 'X proxy inside',
    glBackEnd: 'glx',
    when: 'When the application cannot use EGL, in containers; they share the host’s X server.',
  },
  'host-xorg': {
    place: 'host',
    xServer: 'Xorg on the GPU, viewed through x11vnc',
    glBackEnd: 'native',
    when: 'For the full native frame rate, with one desktop on each GPU.',
  },
  'container-shared-xorg': {
    place: 'container',
    xServer: "the host's Xorg",
    glBackEnd: 'native',
    when: 'For several applications on one shared display.',
  },
  'container-xorg': { place: 'container', xServer: 'Xorg inside', glBackEnd: 'native', when: 'When one container owns the whole GPU.' },
  'host-dri3': {
    place: 'host',
    xServer: 'X proxy',
    glBackEnd: 'dri3',
    when: 'For AMD and Intel GPUs: the X proxy takes a render node.',
  },
  'pod-egl': { place: 'pod', xServer: 'X proxy inside', glBackEnd: 'egl', when: 'The default when the boxes are Kubernetes nodes.' },
  'pod-shared-xorg': {
    place: 'pod',
    xServer: "the host's Xorg",
    glBackEnd: 'native',
    when: 'For several pods on one shared display.',
  },
  'pod-xorg': { place: 'pod', xServer: 'Xorg inside', glBackEnd: 'native', when: 'When one pod owns the whole GPU.' },
  software: { place: 'host', xServer: 'X proxy', glBackEnd: 'software', when: 'Without a GPU: the desktop works, and its badge says so.' },
};

/** The mode that a device means for a desktop on the host. */
export function modeOf(device: Device | undefined): Mode {
  if (device === undefined || device === 'none') return 'software';
  return device.startsWith(':') ? 'host-glx' : 'host-egl';
}

export interface Choice {
  readonly mode: Mode;
  readonly device: Device;
  /** Why, in a sentence. */
  readonly why: string;
}

/** Hardware first, each kind in VirtualGL's own order. */
export function bestFirst(devices: HostOffer['vglDevices']): HostOffer['vglDevices'] {
  const isSoftware = (renderer: string): boolean => renderer === '' || SOFTWARE_RENDERER.test(renderer);
  return [...devices.filter(({ renderer }) => !isSoftware(renderer)), ...devices.filter(({ renderer }) => isSoftware(renderer))];
}

/** What a new desktop draws on: the operator's wish, else the first device that is no CPU, else the CPU. */
export function choose(offer: Pick<HostOffer, 'virtualgl' | 'vglDevices'>, wished: Device | undefined): Choice {
  if (wished !== undefined) return { mode: modeOf(wished), device: wished, why: `You chose ${wished}.` };
  const [best] = bestFirst(offer.vglDevices);
  if (best !== undefined && best.renderer !== '' && !SOFTWARE_RENDERER.test(best.renderer))
    return { mode: modeOf(best.device), device: best.device, why: `VirtualGL draws on ${best.device}, ${best.renderer}.` };
  const why =
    offer.virtualgl === undefined
      ? 'VirtualGL is not installed, so the CPU draws.'
      : best === undefined
        ? 'VirtualGL finds no EGL device, so the CPU draws.'
        : `VirtualGL finds only ${best.renderer === '' ? 'devices that do not answer' : best.renderer}, so the CPU draws.`;
  return { mode: 'software', device: 'none', why };
}
