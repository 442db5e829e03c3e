/** The data types of the SSH protocol in bytes (RFC 4251 §5). */

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Its length and then its bytes. */
export function sshString(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

export interface WireReader {
  byte(): number;
  uint32(): number;
  string(): Buffer;
}

/** Reads one value after the other; throws RangeError when the bytes end before. */
export function readWire(bytes: Buffer, from = 0): WireReader {
  let at = from;
  const take = (length: number): number => {
    if (at + length > bytes.length) throw new RangeError('the bytes end too early');
    at += length;
    return at - length;
  };
  const number = (): number => bytes.readUInt32BE(take(4));
  return {
    byte: () => bytes.readUInt8(take(1)),
    uint32: number,
    string() {
      const length = number();
      const start = take(length);
      return bytes.subarray(start, start + length);
    },
  };
}
