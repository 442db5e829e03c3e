/** Reads the log of a job on a host: lines of output for people, and the marks that its script sets between them. */
import { StringDecoder } from 'node:string_decoder';
import { plainText } from '../../contract/text';

export interface Heard {
  /** Plain, at most 2,000 characters. */
  readonly onLine: (line: string) => void;
  readonly onMark: (key: string, values: readonly string[]) => void;
}

export interface Followed {
  /** In pieces of any size. */
  readonly push: (bytes: Buffer) => void;
  /** What has no end of line is a line, too. */
  readonly end: () => void;
}

const LINE = 1990;
/** Characters of a line that does not end: of a longer one only its last part can be meant for people. */
const HELD = 65_536;
const MARK = /^([0-9a-f]{32})\t[a-z][a-z-]*(\t|$)/;

/** Without `mark`, of a job of another app, the first line that looks like a mark tells it: a job sets one before its first command. */
export function readLog(mark: string | undefined, { onLine, onMark }: Heard): Followed {
  const decoder = new StringDecoder('utf8');
  let known = mark;
  let rest = '';
  let blank = false;

  /** A mark begins a line of its own, so an empty one before it belongs to it. */
  function say(line: string): void {
    if (blank) onLine('');
    blank = line === '';
    if (!blank) onLine(shown(line));
  }

  function take(line: string): void {
    known ??= MARK.exec(line)?.[1];
    const at = known === undefined ? -1 : line.indexOf(`${known}\t`);
    if (at < 0 || !MARK.test(line.slice(at))) return say(line);
    if (at > 0) say(line.slice(0, at));
    blank = false;
    const [key = '', ...coded] = line.slice(at + 33).split('\t');
    onMark(
      key,
      coded.map((value) => (value === '-' ? '' : Buffer.from(value, 'base64').toString('utf8'))),
    );
  }

  return {
    push(bytes) {
      const lines = (rest + decoder.write(bytes)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > HELD) rest = rest.slice(-HELD / 2);
      lines.forEach(take);
    },
    end() {
      if (rest !== '') take(rest);
      if (blank) onLine('');
      rest = '';
      blank = false;
    },
  };
}

// ECMA-48: control sequences, operating system commands, and other escapes.
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/** As a terminal would have left it: of what was written over, the last. The first character keeps plainText from cutting an indent. */
function shown(line: string): string {
  const written = line.replace(ESCAPES, '').split('\r');
  const last = written.findLast((part) => part.trim() !== '') ?? '';
  return plainText(`|${last.replaceAll('\t', '    ')}`, LINE).slice(1);
}
