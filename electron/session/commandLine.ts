/** Reads the command line of an X proxy: `-name value`, `-name=value`, `--name value`, in any case (Xvnc(1) of TigerVNC, "PARAMETERS"). */

export interface CommandLine {
  /** The first argument that is `:N`. */
  readonly display: number | undefined;
  /** Value of the first of these options that is there; where one is given twice, the last counts. */
  option(...names: readonly OptionName[]): string | undefined;
}

/** Those that take a value: a word after one of them is no option, whatever it looks like. */
const OPTIONS = [
  'desktop',
  'auth',
  'geometry',
  'depth',
  'rfbport',
  'rfbunixpath',
  'securitytypes',
  'passwordfile',
  'rfbauth',
  'rendernode',
  'drinode',
] as const;
export type OptionName = (typeof OPTIONS)[number];

const NAMED = /^--?([A-Za-z][A-Za-z0-9]*)(?:=([\s\S]*))?$/;
const BARE = /^([A-Za-z][A-Za-z0-9]*)=([\s\S]*)$/;

/** `text`: the bytes of /proc/PID/cmdline, arguments ended by NUL. Any text gives a command line. */
export function parseCommandLine(text: string): CommandLine {
  const args = text.split('\0').slice(1);
  const values = new Map<string, string>();
  let display: number | undefined;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const named = NAMED.exec(arg) ?? BARE.exec(arg);
    const name = OPTIONS.find((option) => option === named?.[1]?.toLowerCase());
    if (name !== undefined) values.set(name, named?.[2] ?? args[++at] ?? '');
    else if (/^:\d{1,5}$/.test(arg)) display ??= Number(arg.slice(1));
  }
  return { display, option: (...names) => names.map((name) => values.get(name)).find((value) => value !== undefined) };
}
