/** An entry of a host's journal, as resources/recipe/set-up/journalPlan.sh reads it. */
import { StepId } from '../../contract/setUp';

interface JournalPackage {
  /** `reinstalled`: its configuration was there before. */
  readonly how: 'installed' | 'reinstalled' | 'upgraded' | 'removed';
  readonly name: string;
}

export interface JournalPath {
  readonly how: 'created' | 'replaced' | 'removed';
  readonly path: string;
  /** find(1)'s letter: f, l, d; `-` where there was nothing. Mode (octal) and owner (`0:0`) as they were before. */
  readonly before: { readonly type: string; readonly mode: string; readonly owner: string };
  readonly after: string;
}

export interface JournalEntry {
  /** `0003-turbovnc` */
  readonly id: string;
  readonly number: string;
  readonly step: string;
  readonly title: string;
  readonly user: string;
  /** Of its step; undefined when it was interrupted, so that what it changed is not known yet. */
  readonly status: string | undefined;
  readonly undo: readonly (readonly string[])[];
  readonly packages: readonly JournalPackage[];
  readonly paths: readonly JournalPath[];
  /** Packages and paths that did not fit into the answer. */
  readonly unread: number;
}

const ID = /^(\d{4})-([a-z][a-z0-9-]{0,47})$/;

/** Undefined when it is no entry of ours. */
export function journalEntry([id = '', text = '']: readonly string[]): JournalEntry | undefined {
  const [, number, step] = ID.exec(id) ?? [];
  if (number === undefined || step === undefined || !StepId.safeParse(step).success) return undefined;
  const lists = listsIn(text);
  const about = new Map((lists.get('about')?.lines ?? []).map((line) => halves(line, ' ')));
  const read = (name: string): readonly string[] => lists.get(name)?.lines ?? [];
  const unread = (name: string): number => Math.max(0, (lists.get(name)?.of ?? 0) - read(name).length);
  return {
    id,
    number,
    step,
    title: decoded(about.get('title') ?? '-'),
    user: about.get('user') ?? '',
    status: read('ended')[0]?.split(' ')[0],
    undo: read('undo').map((line) => line.split(' ').slice(1).map(decoded)),
    packages: read('packages').flatMap(packageIn),
    paths: read('paths').flatMap(pathIn),
    unread: unread('packages') + unread('paths'),
  };
}

interface List {
  readonly lines: string[];
  of: number;
}

function listsIn(text: string): ReadonlyMap<string, List> {
  const lists = new Map<string, List>();
  let list: List = { lines: [], of: 0 };
  for (const line of text.split('\n')) {
    if (line.startsWith('#of ')) list.of = Number.parseInt(line.slice(4), 10) || 0;
    else if (line.startsWith('#')) lists.set(line.slice(1), (list = { lines: [], of: 0 }));
    else if (line !== '') list.lines.push(line);
  }
  return lists;
}

function halves(line: string, mark: string): readonly [string, string] {
  const at = line.indexOf(mark);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

const decoded = (word: string): string => (word === '-' ? '' : Buffer.from(word, 'base64').toString('utf8'));

function packageIn(line: string): readonly JournalPackage[] {
  const [how, name] = line.split(' ');
  if (name === undefined || name === '') return [];
  return how === 'installed' || how === 'reinstalled' || how === 'upgraded' || how === 'removed' ? [{ how, name }] : [];
}

function pathIn(line: string): readonly JournalPath[] {
  const [how, coded, type, mode, owner, after] = line.split('\t');
  if (coded === undefined || type === undefined || mode === undefined || owner === undefined || after === undefined) return [];
  if (how !== 'created' && how !== 'replaced' && how !== 'removed') return [];
  // As journal.sh codes them.
  const path = coded.replaceAll('\u0001', '\n').replaceAll('\u0002', '\t');
  return path.startsWith('/') ? [{ how, path, before: { type, mode, owner }, after }] : [];
}
