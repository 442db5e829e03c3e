/** A key's fingerprint as a picture, the way ssh-keygen -lv draws it (OpenSSH's sshkey.c, fingerprint_randomart). */
import { createHash } from 'node:crypto';
import { shortType, typeOf } from './knownHosts';

const [WIDTH, HEIGHT] = [17, 9];
const SYMBOLS = ' .o+=*BOX@%&#/^';
const [START, END] = ['S', 'E'];

/** Eleven lines without a last newline. `key`: the public key as it travels. */
export function randomartOf(key: Buffer): string {
  const visits = Array.from({ length: HEIGHT }, () => Array.from({ length: WIDTH }, () => 0));
  let [x, y] = [(WIDTH - 1) / 2, (HEIGHT - 1) / 2];
  const start = { x, y };
  for (const byte of createHash('sha256').update(key).digest()) {
    // Each byte is four steps of the drunken bishop, the lowest bits first.
    for (let shift = 0; shift < 8; shift += 2) {
      x = clamp(x + (((byte >> shift) & 1) === 1 ? 1 : -1), WIDTH - 1);
      y = clamp(y + (((byte >> shift) & 2) === 2 ? 1 : -1), HEIGHT - 1);
      const row = visits[y];
      if (row !== undefined) row[x] = Math.min((row[x] ?? 0) + 1, SYMBOLS.length - 1);
    }
  }
  const rows = visits.map((row) => row.map((count) => SYMBOLS[count] ?? ''));
  const mark = (at: { x: number; y: number }, symbol: string): void => void rows[at.y]?.splice(at.x, 1, symbol);
  mark(start, START);
  mark({ x, y }, END);
  return [border(titleOf(key)), ...rows.map((row) => `|${row.join('')}|`), border('[SHA256]')].join('\n');
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(value, most));

function titleOf(key: Buffer): string {
  const type = shortType(typeOf(key) ?? '');
  const full = `[${type} ${bitsOf(key)}]`;
  // One more than the width, as OpenSSH measures it with the final zero.
  return full.length <= WIDTH ? full : `[${type}]`.slice(0, WIDTH);
}

function border(title: string): string {
  const left = '-'.repeat(Math.floor((WIDTH - title.length) / 2));
  return `+${(left + title).padEnd(WIDTH, '-')}+`;
}

/** The size that ssh-keygen -l names. */
function bitsOf(key: Buffer): number {
  const type = typeOf(key) ?? '';
  if (type !== 'ssh-rsa') return Number(/nistp(\d+)$/.exec(type)?.[1] ?? 256);
  // RFC 4253, 6.6: the type, the exponent and the modulus, each with its length in front.
  let [at, field] = [0, Buffer.alloc(0)];
  for (let index = 0; index < 3 && at + 4 <= key.length; index += 1) {
    const length = key.readUInt32BE(at);
    field = Buffer.from(key.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const bits = field.findIndex((byte) => byte !== 0);
  return bits < 0 ? 0 : (field.length - bits) * 8 - Math.clz32(field[bits] ?? 0) + 24;
}
