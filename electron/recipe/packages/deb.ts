/** Reads what a Debian package says of itself (deb(5)), without dpkg: an ar archive with a packed tar archive that holds `control`. */
import type { Bytes } from './bytes';
import { controlFacts } from './control';
import type { PackageFacts } from './facts';
import { unpack, type Packing } from './unpack';

const MAGIC = '!<arch>\n';
const HEADER = 60;
/** `debian-binary` comes first, then those that begin with `_`, then the control archive. */
const MEMBERS = 8;
/** Of the control archive, packed and unpacked; the lists of checksums of the largest packages take 1.5 MiB. */
const LIMIT = 4 * 1024 * 1024;
const PACKINGS: Readonly<Record<string, Packing>> = {
  'control.tar': 'none',
  'control.tar.gz': 'gz',
  'control.tar.xz': 'xz',
  'control.tar.zst': 'zst',
};

/** Undefined when it is no Debian package, or a damaged one. Rejects only when the bytes cannot be read. */
export async function readDeb(bytes: Bytes): Promise<PackageFacts | undefined> {
  if ((await bytes.read(0, MAGIC.length)).toString('latin1') !== MAGIC) return undefined;
  let at = MAGIC.length;
  for (let number = 0; number < MEMBERS; number++) {
    const member = memberOf(await bytes.read(at, HEADER));
    if (member === undefined) return undefined;
    const [name, size] = member;
    if (number === 0 && name !== 'debian-binary') return undefined;
    const packing = PACKINGS[name];
    if (packing !== undefined) {
      if (size > LIMIT) return undefined;
      const packed = await bytes.read(at + HEADER, size);
      const archive = packed.length === size ? await unpack(packed, packing, LIMIT) : undefined;
      const control = archive === undefined ? undefined : controlFile(archive);
      return control === undefined ? undefined : controlFacts(control);
    }
    at += HEADER + size + (size % 2);
  }
  return undefined;
}

/** Name and size of an ar member. */
function memberOf(header: Buffer): readonly [string, number] | undefined {
  const text = header.toString('latin1');
  const [, name, digits] = /^([!-~]{1,16}?)\/? *[\d ]{24}[0-7 ]{8}(\d{1,10}) *`\n$/.exec(text) ?? [];
  return text.length === HEADER && name !== undefined && digits !== undefined ? [name, Number(digits)] : undefined;
}

const BLOCK = 512;

/** The text of `control` in a tar archive. Names in it are compared, and never used. */
function controlFile(archive: Buffer): string | undefined {
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const [, digits] = /^ *([0-7]{1,11})[\0 ]*$/.exec(header.toString('latin1', 124, 136)) ?? [];
    // The archive ends with blocks of zeros.
    if (digits === undefined) return undefined;
    const size = Number.parseInt(digits, 8);
    const begin = at + BLOCK;
    if (begin + size > archive.length) return undefined;
    const [name = ''] = header.toString('latin1', 0, 100).split('\0');
    const isFile = header[156] === 0 || header[156] === 0x30;
    if (isFile && /^(\.\/)?control$/.test(name)) return archive.toString('utf8', begin, begin + size);
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  return undefined;
}
