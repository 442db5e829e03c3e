/** What the words of an `ssh` command line say about a host. Options as in ssh(1) of OpenSSH 9. */
export interface SshWords {
  readonly address: string;
  readonly user?: string;
  readonly port?: string;
  readonly jump?: string;
  readonly files: readonly string[];
}

/** Options of ssh(1) that take a word; all others stand alone. */
const WITH_WORD = 'BbcDEeFIiJLlmOoPpQRSWw';

/** Undefined for what is no `ssh` command with a destination. What stands after the destination and its options is a remote command. */
export function readSshCommand(text: string): SshWords | undefined {
  const [first, ...words] = split(text);
  if (first !== 'ssh') return undefined;
  const found: { user?: string; port?: string; jump?: string; address?: string; named?: string } = {};
  const files: string[] = [];
  const take = (letter: string, value: string): void => {
    // As ssh does: the first value wins.
    if (letter === 'p') found.port ??= value;
    else if (letter === 'l') found.user ??= value;
    else if (letter === 'J') found.jump ??= value;
    else if (letter === 'i') files.push(value);
    else if (letter === 'o') takeOption(value);
  };
  const takeOption = (option: string): void => {
    const [, name = '', value = ''] = /^\s*(\w+)\s*[=\s]\s*(.*)$/.exec(option) ?? [];
    const letter = { port: 'p', user: 'l', proxyjump: 'J', identityfile: 'i' }[name.toLowerCase()];
    if (letter !== undefined) take(letter, value);
    else if (name.toLowerCase() === 'hostname') found.named ??= value;
  };
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word.startsWith('-') && word.length > 1) {
      for (let at = 1; at < word.length; at++) {
        const letter = word.charAt(at);
        if (!WITH_WORD.includes(letter)) continue;
        take(letter, at + 1 < word.length ? word.slice(at + 1) : (words.shift() ?? ''));
        break;
      }
    } else if (found.address === undefined) {
      const { user, address, port } = readDestination(word);
      if (address === undefined) return undefined;
      found.address = address;
      if (user !== undefined) found.user = user;
      if (port !== undefined) found.port ??= port;
    } else break;
  }
  const { address, named, ...rest } = found;
  return address === undefined ? undefined : { address: named ?? address, ...rest, files };
}

/** `[user@]host`, or `ssh://[user@]host[:port]`. */
function readDestination(word: string): { user?: string; address?: string; port?: string } {
  const [, uri] = /^ssh:\/\/(.*?)\/?$/.exec(word) ?? [];
  const [, user, address, port] =
    /^(?:(.+)@)?([^@]+?)$/.exec(uri === undefined ? word : '') ?? /^(?:([^@]+)@)?([^@:]+)(?::(\d{1,5}))?$/.exec(uri ?? '') ?? [];
  return {
    ...(user === undefined ? {} : { user }),
    ...(address === undefined ? {} : { address }),
    ...(port === undefined ? {} : { port }),
  };
}

/** Words as a shell splits them, quotes taken away. */
function split(text: string): string[] {
  const words = text.trim().match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'|\\(.)/g, '$1$2$3'));
}
