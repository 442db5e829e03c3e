/** Reads what an RPM package says of itself, without rpm: lead, signature and header (rpm.org, “RPM V4 package format”). */
import type { Bytes } from './bytes';
import { listOf, LIST_LIMIT, NAME_LIMIT, type PackageFacts } from './facts';

const LEAD = 96;
const INTRO = 16;
const ENTRY = 16;
/** Tags of a header, and bytes of what they hold; a kernel’s take 6 MiB. */
const ENTRIES = 4096;
const STORE = 32 * 1024 * 1024;
/** Of one array. */
const STRINGS = 200_000;

const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  architecture: 1022,
  provides: 1047,
  requires: 1049,
  directoryOf: 1116,
  baseNames: 1117,
  directories: 1118,
} as const;
const TYPE = { int32: 4, string: 6, strings: 8, translated: 9 } as const;

const NAME = /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+~^]*$/;
const ARCHITECTURE = /^[a-z0-9_]+$/;
/** Programs: what other packages require by path. */
const PROGRAM = /^\/(usr\/)?s?bin\/$/;

/** Undefined when it is no RPM package, a damaged one, or one of sources. Rejects only when the bytes cannot be read. */
export async function readRpm(bytes: Bytes): Promise<PackageFacts | undefined> {
  const lead = await bytes.read(0, LEAD);
  // The type, at 6, is 0 for packages that can be installed.
  if (lead.length < LEAD || lead.readUInt32BE(0) !== 0xedabeedb || lead.readUInt16BE(6) !== 0) return undefined;
  const signature = await sizeOf(bytes, LEAD);
  if (signature === undefined) return undefined;
  const at = LEAD + Math.ceil(signature / 8) * 8;
  const size = await sizeOf(bytes, at);
  const header = size === undefined ? undefined : await bytes.read(at, size);
  return header === undefined || header.length !== size ? undefined : factsOf(header);
}

/** Bytes of the header there, all in all. */
async function sizeOf(bytes: Bytes, at: number): Promise<number | undefined> {
  const intro = await bytes.read(at, INTRO);
  if (intro.length < INTRO || intro.readUInt32BE(0) !== 0x8eade801) return undefined;
  const [entries, store] = [intro.readUInt32BE(8), intro.readUInt32BE(12)];
  return entries > ENTRIES || store > STORE ? undefined : INTRO + entries * ENTRY + store;
}

function factsOf(header: Buffer): PackageFacts | undefined {
  const tags = tagsOf(header);
  const [name = ''] = tags.strings(TAG.name);
  const [version = ''] = tags.strings(TAG.version);
  const [release = ''] = tags.strings(TAG.release);
  const [architecture = ''] = tags.strings(TAG.architecture);
  const [epoch = 0] = tags.numbers(TAG.epoch);
  const whole = `${epoch > 0 ? `${epoch}:` : ''}${version}-${release}`;
  if (!NAME.test(name) || !VERSION.test(version) || !VERSION.test(release) || !ARCHITECTURE.test(architecture)) return undefined;
  if ([name, whole, architecture].some((text) => text.length > NAME_LIMIT)) return undefined;
  return {
    format: 'rpm',
    name,
    version: whole,
    architecture,
    depends: [...new Set(tags.strings(TAG.requires))]
      .map(alternatives)
      .filter((group) => group.length > 0)
      .slice(0, LIST_LIMIT),
    provides: listOf([...tags.strings(TAG.provides).filter(isWord), ...programsOf(tags)]),
  };
}

const isWord = (text: string): boolean => text.length > 0 && text.length <= NAME_LIMIT && /^[!-~]+$/.test(text);

/** What rpm itself can do is no package; of conditions `(a if b)` only `(a or b)` says what is needed. */
function alternatives(requirement: string): string[] {
  if (requirement.startsWith('rpmlib(')) return [];
  if (!requirement.startsWith('(')) return isWord(requirement) ? [requirement] : [];
  const [, inner = ''] = /^\(([^()]*)\)$/.exec(requirement) ?? [];
  const names = inner.split(' or ').map((each) => each.trim().split(/ *[<>=]/)[0] ?? '');
  return names.length > 1 && names.length <= 32 && names.every(isWord) ? names : [];
}

function programsOf(tags: Tags): string[] {
  const directories = tags.strings(TAG.directories);
  const directoryOf = tags.numbers(TAG.directoryOf);
  return tags
    .strings(TAG.baseNames)
    .map((name, index) => [directories[directoryOf[index] ?? -1] ?? '', name] as const)
    .filter(([directory]) => PROGRAM.test(directory))
    .map(([directory, name]) => `${directory}${name}`)
    .filter(isWord);
}

interface Tags {
  /** Empty when there is no such tag, or not of that type. */
  strings(tag: number): readonly string[];
  numbers(tag: number): readonly number[];
}

function tagsOf(header: Buffer): Tags {
  const entries = new Map<number, { readonly type: number; readonly offset: number; readonly count: number }>();
  const number = header.readUInt32BE(8);
  const store = header.subarray(INTRO + number * ENTRY);
  for (let index = 0; index < number; index++) {
    const at = INTRO + index * ENTRY;
    const [tag, type, offset, count] = [0, 4, 8, 12].map((field) => header.readUInt32BE(at + field));
    entries.set(tag ?? 0, { type: type ?? 0, offset: offset ?? 0, count: count ?? 0 });
  }
  return {
    strings(tag) {
      const entry = entries.get(tag);
      if (entry === undefined || !(entry.type === TYPE.string || entry.type === TYPE.strings || entry.type === TYPE.translated)) return [];
      const wanted = entry.type === TYPE.string ? 1 : Math.min(entry.count, STRINGS);
      const texts: string[] = [];
      for (let at = entry.offset; texts.length < wanted && at < store.length;) {
        const end = store.indexOf(0, at);
        if (end < 0) break;
        texts.push(store.toString('utf8', at, end));
        at = end + 1;
      }
      return texts;
    },
    numbers(tag) {
      const entry = entries.get(tag);
      if (entry === undefined || entry.type !== TYPE.int32) return [];
      const fit = Math.floor(Math.max(0, store.length - entry.offset) / 4);
      return Array.from({ length: Math.min(entry.count, fit, STRINGS) }, (_, index) => store.readUInt32BE(entry.offset + index * 4));
    },
  };
}
