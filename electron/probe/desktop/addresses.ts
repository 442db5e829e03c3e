/** TCP addresses as the kernel's tables write them: hexadecimal, each 32 bits in host byte order (proc(5), /proc/net/tcp). */

/** `ADDRESS:PORT` of `HEXADDRESS:HEXPORT`, IPv6 in brackets; undefined for anything else. */
export function parseAddress(text: string): { readonly address: string; readonly port: number } | undefined {
  const [, hex, port] = /^([0-9A-F]{8}(?:[0-9A-F]{24})?):([0-9A-F]{4})$/.exec(text) ?? [];
  if (hex === undefined || port === undefined) return undefined;
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const number = Number.parseInt(port, 16);
  return { address: `${bytes.length === 4 ? v4(bytes) : v6(bytes)}:${number}`, port: number };
}

const v4 = (bytes: readonly string[]): string => bytes.map((byte) => Number.parseInt(byte, 16)).join('.');

function v6(bytes: readonly string[]): string {
  const hex = bytes.join('').toLowerCase();
  if (hex.startsWith('00000000000000000000ffff')) return `[::ffff:${v4(bytes.slice(12))}]`;
  const groups = (hex.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, ''));
  // The first run of zeros; RFC 5952 would take the longest.
  return `[${groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::')}]`;
}
