/** Reads the control file of a Debian package (deb-control(5)). */
import { ALTERNATIVES_LIMIT, LIST_LIMIT, listOf, NAME_LIMIT, type PackageFacts } from './facts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9+.-]*$/;
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+~:-]*$/;
const ARCHITECTURE = /^[a-z0-9][a-z0-9-]*$/;

const isName = (text: string): boolean => text.length <= NAME_LIMIT && NAME.test(text);

/** Undefined without name, version or architecture. */
export function controlFacts(text: string): PackageFacts | undefined {
  const fields = fieldsOf(text);
  const [name = '', version = '', architecture = ''] = ['package', 'version', 'architecture'].map((field) => fields.get(field));
  if (!isName(name) || version.length > NAME_LIMIT || !VERSION.test(version)) return undefined;
  if (architecture.length > NAME_LIMIT || !ARCHITECTURE.test(architecture)) return undefined;
  return {
    format: 'deb',
    name,
    version,
    architecture,
    depends: [...relations(fields.get('pre-depends')), ...relations(fields.get('depends'))].slice(0, LIST_LIMIT),
    provides: listOf(relations(fields.get('provides')).flat()),
  };
}

/** Of the first paragraph, by name in small letters; lines that go on are joined. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of text.trimStart().split(/\r?\n/)) {
    if (line.trim() === '') break;
    const goesOn = /^[ \t]/.test(line);
    const colon = line.indexOf(':');
    if (goesOn) fields.set(last, `${fields.get(last) ?? ''} ${line.trim()}`);
    else if (colon > 0) fields.set((last = line.slice(0, colon).toLowerCase()), line.slice(colon + 1).trim());
  }
  return fields;
}

/** The names of a relationship field, without versions `(>= 1)`, qualifiers `:any`, and restrictions `[linux-any]` and `<!nocheck>`. */
const relations = (field = ''): string[][] =>
  field
    .split(',')
    .map((group) =>
      group
        .split('|')
        .map((each) => (/^[^\s:([<]*/.exec(each.trim()) ?? [''])[0])
        .filter(isName)
        .slice(0, ALTERNATIVES_LIMIT),
    )
    .filter((group) => group.length > 0);
