/** Notices that this computer has another network, or slept: then connections may be dead without a sign, and lost hosts be there again. */
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

export interface NetworkOptions {
  readonly interfaces?: () => NodeJS.Dict<readonly NetworkInterfaceInfo[]>;
  /** Epoch ms. */
  readonly now?: () => number;
  /** Milliseconds between two looks. */
  readonly everyMs?: number;
}

const EVERY_MS = 2000;
/** A look that is later than this was not only late: the computer slept, or its clock was set. */
const LATE_MS = 5000;

/** Calls `listener` after each change, with what it was. Returns what stops it. */
export function watchNetwork(listener: (what: 'addresses' | 'sleep') => void, options: NetworkOptions = {}): () => void {
  const { interfaces = networkInterfaces, now = Date.now, everyMs = EVERY_MS } = options;
  let known = addressesOf(interfaces());
  let looked = now();
  const timer = setInterval(() => {
    const before = looked;
    looked = now();
    const seen = addressesOf(interfaces());
    const changed = seen !== known;
    known = seen;
    if (looked - before > everyMs + LATE_MS) listener('sleep');
    else if (changed) listener('addresses');
  }, everyMs);
  return () => clearInterval(timer);
}

/** Addresses that reach other machines: not loopback's, and not the link-local ones that containers come and go with (RFC 4291 §2.5.6). */
function addressesOf(interfaces: NodeJS.Dict<readonly NetworkInterfaceInfo[]>): string {
  const all = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.filter(({ internal, address }) => !internal && !/^fe[89ab]/i.test(address)).map(({ address }) => `${name} ${address}`),
  );
  return all.toSorted().join('\n');
}
