/** The arguments of an X server, and of what shows one: `-name value`, `-name=value` or `name=value`, in any case (Xserver(1), Xvnc(1)). */

export interface Arguments {
  /** N of the first argument that is `:N`. */
  readonly display: number | undefined;
  /** Value of an option; where it is given twice, the last counts. */
  value(name: ValuedOption): string | undefined;
  /** A switch without a value is there. */
  has(name: string): boolean;
}

/** Those that take a value: a word after one of them is no option, whatever it looks like. */
const VALUED = [
  'auth',
  'config',
  'configdir',
  'depth',
  'desktop',
  'display',
  'dridir',
  'drinode',
  'extension',
  'fp',
  'geometry',
  'isolatedevice',
  'layout',
  'logfile',
  'modulepath',
  'passwordfile',
  'registrydir',
  'rendernode',
  'rfbauth',
  'rfbport',
  'rfbunixpath',
  'seat',
  'securitytypes',
] as const;
type ValuedOption = (typeof VALUED)[number];

const NAMED = /^--?([A-Za-z][A-Za-z0-9]*)(?:=(.*))?$/s;
const BARE = /^([A-Za-z][A-Za-z0-9]*)=(.*)$/s;

/** `words`: without the program's own name. Any words give arguments. */
export function parseArguments(words: readonly string[]): Arguments {
  const values = new Map<string, string>();
  const switches = new Set<string>();
  let display: number | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const named = NAMED.exec(word) ?? BARE.exec(word);
    const name = named?.[1]?.toLowerCase() ?? '';
    if (VALUED.some((option) => option === name)) values.set(name, named?.[2] ?? words[++at] ?? '');
    else if (named !== null) switches.add(name);
    else if (/^:\d{1,5}$/.test(word)) display ??= Number(word.slice(1));
  }
  return { display, value: (name) => values.get(name), has: (name) => switches.has(name) };
}
