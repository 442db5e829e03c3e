/** What list.sh says a host has to make desktops with. */
import type { ScriptRecord } from '../connection/script';
import { HostOffer } from '../contract/session';
import { plainText } from '../contract/text';
import { bestFirst } from './mode';

export interface Offered {
  readonly offer: HostOffer;
  /** What the devices rest on; as long as it is the same, they are. */
  readonly stamp: string;
}

const NO_OFFER: HostOffer = { xProxies: [], windowManagers: [], vglDevices: [], nvidiaSmi: false, missingTools: [] };

/** Any records give an offer: what does not fit is left out. `before` supplies the devices that were not asked again. */
export function parseOffer(records: readonly ScriptRecord[], before: Offered | undefined): Offered {
  const lines = (key: string): readonly string[] =>
    records
      .filter((record) => record.key === key)
      .flatMap((record) => (record.values[0] ?? '').split('\n'))
      .filter((line) => line !== '');
  const virtualgl = records.find(({ key }) => key === 'virtualgl');
  const asked = records.some(({ key }) => key === 'devices');
  const missing = lines('missing').map((tool) => plainText(tool, 60));
  const devices = fitting(HostOffer.shape.vglDevices.element, lines('devices').map(device)).slice(0, 32);
  const stamp = plainText(virtualgl?.values[1] ?? '', 64);
  const offer: HostOffer = {
    ...NO_OFFER,
    xProxies: fitting(HostOffer.shape.xProxies.element, lines('x-proxies').map(xProxy)).slice(0, 4),
    windowManagers: fitting(HostOffer.shape.windowManagers.element, lines('desktops').map(windowManager)).slice(0, 64),
    ...(virtualgl === undefined ? {} : { virtualgl: plainText(virtualgl.values[0] ?? '', 60) }),
    vglDevices: asked || before?.stamp !== stamp ? bestFirst(devices) : before.offer.vglDevices,
    nvidiaSmi: records.some(({ key }) => key === 'missing') && !missing.includes('nvidia-smi'),
    missingTools: missing.filter((tool) => tool !== 'nvidia-smi' && tool !== '').slice(0, 32),
  };
  return { offer, stamp };
}

function fitting<T>(schema: { safeParse(value: unknown): { success: boolean; data?: T | undefined } }, values: readonly unknown[]): T[] {
  return values.flatMap((value) => {
    const { data } = schema.safeParse(value);
    return data === undefined ? [] : [data];
  });
}

/** The first `count` words of a line, and the rest of it. */
function words(line: string, count: number): readonly string[] {
  const all = line.split(' ');
  return [...all.slice(0, count), all.slice(count).join(' ')];
}

function xProxy(line: string): unknown {
  const [kind, version = '', path] = words(line, 2);
  return { kind, version: plainText(version, 60), path };
}

function windowManager(line: string): unknown {
  const [id, name = ''] = words(line, 1);
  return { id, name: plainText(name, 120) };
}

function device(line: string): unknown {
  const [device, , renderer = ''] = words(line, 2);
  return { device, renderer: plainText(renderer, 290) };
}
