/** NVIDIA's repositories in apt's source lists: apt refuses to work when two entries for one of them name different keys. */
import { toWord } from './bounds';

interface Source {
  readonly file: string;
  /** URI and suite. */
  readonly repository: string;
  /** Empty when the entry names none. */
  readonly signedBy: string;
}

/** The files of entries that apt finds in conflict, in apt's order; `FILE:LINE` a line of text. */
export function parsePackageSources(text: string): string[] {
  const first = new Map<string, Source>();
  const files = new Set<string>();
  for (const source of sourcesOf(text)) {
    const before = first.get(source.repository);
    // apt takes a key that comes late, but not that an entry names none after one that does.
    if (before === undefined || before.signedBy === '') first.set(source.repository, source);
    else if (before.signedBy !== source.signedBy) for (const { file } of [before, source]) files.add(toWord(file));
  }
  return [...files].slice(0, 8);
}

function sourcesOf(text: string): readonly Source[] {
  const files = new Map<string, string[]>();
  // Empty lines part the stanzas of a .sources file.
  for (const each of text.split('\n', 2000)) {
    const [, file, content] = /^(\/[^:]{1,250}\.(?:list|sources)):(.{0,1000})/.exec(each) ?? [];
    if (file !== undefined) files.set(file, [...(files.get(file) ?? []), content ?? '']);
  }
  return [...files].flatMap(([file, lines]) => (file.endsWith('.list') ? listEntries(file, lines) : stanzas(file, lines)));
}

const listEntries = (file: string, lines: readonly string[]): readonly Source[] =>
  lines.flatMap((each) => {
    const [, options = '', uri, suite] = /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)/.exec(each) ?? [];
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1] ?? '';
    return uri === undefined || suite === undefined ? [] : entry(file, uri, suite, signedBy);
  });

function stanzas(file: string, lines: readonly string[]): readonly Source[] {
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const field = (name: string): string | undefined => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(stanza)?.[1]?.trim();
      if (/^(no|false|0|off)$/i.test(field('Enabled') ?? 'yes')) return [];
      // A key that is written into the file stands on the lines below.
      const signedBy = field('Signed-By') === '' ? `the key in ${file}` : (field('Signed-By') ?? '');
      return (field('URIs') ?? '')
        .split(/\s+/)
        .flatMap((uri) => (field('Suites') ?? '').split(/\s+/).flatMap((suite) => entry(file, uri, suite, signedBy)));
    });
}

function entry(file: string, uri: string, suite: string, signedBy: string): readonly Source[] {
  if (!/nvidia/i.test(uri)) return [];
  const path = uri.replace(/\/+$/, '').replace(/\/(amd64|arm64|ppc64el|\$\(ARCH\))$/, '/$(ARCH)');
  return [{ file, repository: `${path} ${suite}`, signedBy }];
}
