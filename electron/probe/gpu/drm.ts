/** DRM cards, with what amdgpu, i915 and xe tell of them in /sys. */
import type { DrmCard } from '../../contract/probe/gpu';
import { degrees, percentOf, whole, word } from './field';

const MIB = 1024 * 1024;
/** The kernel's hwmon interface: temperatures in thousandths of °C, power in millionths of W. */
const scaled = (value: number | undefined, by: number): number | undefined => (value === undefined ? undefined : value / by);
const mib = (text: string | undefined): number | undefined => {
  const bytes = whole(text);
  return bytes === undefined ? undefined : Math.round(bytes / MIB);
};

/** Lines `card0 KEY VALUE`; of several values the first counts. */
export function parseDrm(text: string): DrmCard[] {
  const cards = new Map<string, Map<string, string>>();
  for (const line of text.split('\n').slice(0, 2048)) {
    const [, card, key, value] = /^(card\d{1,3}) ([a-z-]{1,20}) (.*)$/.exec(line) ?? [];
    if (card === undefined || key === undefined || value === undefined) continue;
    const values = cards.get(card) ?? new Map<string, string>();
    cards.set(card, values);
    if (!values.has(key)) values.set(key, value);
  }
  return [...cards].slice(0, 32).map(([card, values]) => cardOf(card, (key) => values.get(key)));
}

function cardOf(card: string, value: (key: string) => string | undefined): DrmCard {
  const render = /^renderD\d{1,3}$/.exec(value('render') ?? '')?.[0];
  const driver = value('driver');
  return {
    card: `/dev/dri/${card}`,
    render: render === undefined ? undefined : `/dev/dri/${render}`,
    // A virtio card hangs below its PCI device.
    pci: value('device')
      ?.match(/\b[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7](?=\/|$)/g)
      ?.at(-1),
    driver: driver === undefined ? undefined : word(driver),
    load: percentOf(value('load')),
    memoryTotal: mib(value('memory-total')),
    memoryUsed: mib(value('memory-used')),
    temperature: scaled(degrees(value('temperature')), 1000),
    power: scaled(whole(value('power')), 1e6),
  };
}
