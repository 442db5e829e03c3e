/** The distribution, as os-release(5) names it. */
import type { SystemFacts } from '../../contract/probe/system';
import { linesOf, toWord } from './bounds';

type Os = NonNullable<SystemFacts['os']>;

/** Words of ID and ID_LIKE. Some descendants name only themselves. */
const FAMILIES: readonly (readonly [Os['family'], RegExp])[] = [
  ['debian', /^(debian|ubuntu|linuxmint|pop|raspbian|kali|deepin|uos)$/],
  ['redhat', /^(rhel|fedora|centos|rocky|almalinux|ol|amzn|alinux|anolis|openeuler|kylin|scientific|azurelinux)$/],
  ['suse', /^(suse|sle[sd]?[-_].*|sle[sd]|opensuse.*)$/],
  ['arch', /^(arch|manjaro|endeavouros|artix|cachyos)$/],
];

/** Undefined without an ID. */
export function parseOs(text: string): Os | undefined {
  const values = new Map(linesOf(text).flatMap(assignment));
  const id = toWord(values.get('ID') ?? '').toLowerCase();
  if (id === '') return undefined;
  const words = [id, ...(values.get('ID_LIKE') ?? '').toLowerCase().split(/\s+/)];
  // ID first: what a distribution says of itself goes before what it is like.
  const family = words.flatMap((word) => FAMILIES.find(([, ids]) => ids.test(word))?.[0] ?? [])[0] ?? 'other';
  const version = toWord(values.get('VERSION_ID') ?? '');
  return { id, version, name: toWord(values.get('PRETTY_NAME') ?? values.get('NAME') ?? `${id} ${version}`), family };
}

function assignment(text: string): readonly (readonly [string, string])[] {
  const [, name, value] = /^([A-Z0-9_]{1,64})=(.*)$/.exec(text.trim()) ?? [];
  if (name === undefined || value === undefined) return [];
  const [, quote, inner = ''] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return [[name, quote === undefined ? value : inner.replaceAll(/\\([\\"'$`])/g, '$1')]];
}
