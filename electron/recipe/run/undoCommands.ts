/** What taking back an entry of the journal runs, in the order of resources/recipe/set-up/undo.sh. */
import { plainText } from '../../contract/text';
import { commandLine } from '../plan/commandLine';
import type { JournalEntry, JournalPath } from './journalEntry';

/** Of a step, and characters of one. */
const COMMANDS = 64;
const LINE = 7900;
const JOURNAL = '/var/lib/gearview/journal';

/** Lines for a shell; what does not fit is summed up in a last one. */
export function undoCommands(entry: JournalEntry, tool: 'dpkg' | 'rpm'): readonly string[] {
  const whole = [...entry.undo.map(commandLine), ...packageCommands(entry, tool), ...pathCommands(entry)];
  const lines = whole.filter((line) => line.length <= LINE).map((line) => plainText(line, LINE));
  const unread = entry.unread + whole.length - lines.length;
  const folder = `${JOURNAL}/${entry.id}`;
  if (entry.status === undefined)
    return [...lines.slice(0, COMMANDS - 1), '# It was interrupted: what else it changed is worked out when it is taken back.'];
  if (unread === 0 && lines.length <= COMMANDS) return lines;
  const shown = lines.slice(0, COMMANDS - 1);
  return [...shown, `# and ${lines.length - shown.length + unread} more, for what is listed in ${folder}/packages and ${folder}/paths`];
}

/** A long list is told in several lines. */
const IN_ONE = 200;
const DPKG = ['env', 'DEBIAN_FRONTEND=noninteractive', 'dpkg'];

function packageCommands({ packages }: JournalEntry, tool: 'dpkg' | 'rpm'): readonly string[] {
  const named = (...hows: readonly string[]): readonly string[] => packages.filter(({ how }) => hows.includes(how)).map(({ name }) => name);
  const line = (words: readonly string[], names: readonly string[]): readonly string[] =>
    Array.from({ length: Math.ceil(names.length / IN_ONE) }, (_, at) =>
      commandLine([...words, ...names.slice(at * IN_ONE, (at + 1) * IN_ONE)]),
    );
  if (tool === 'rpm') return line(['rpm', '-e'], named('installed', 'reinstalled'));
  const removed = named('reinstalled').length === 0 ? [] : line([...DPKG, '--remove'], named('installed', 'reinstalled'));
  return [...removed, ...line([...DPKG, '--purge'], named('installed'))];
}

function pathCommands({ id, paths }: JournalEntry): readonly string[] {
  const created = paths.filter(({ how }) => how === 'created').toReversed();
  const others = paths.filter(({ how }) => how !== 'created');
  return [
    ...created.map(({ after, path }) => commandLine(after === 'd' ? ['rmdir', path] : ['rm', '-f', path])),
    ...others.flatMap((path) => putBack(id, path)),
  ];
}

function putBack(id: string, { path, before, after }: JournalPath): readonly string[] {
  if (before.type !== 'd') return [commandLine(['cp', '-a', `${JOURNAL}/${id}/before${path}`, path])];
  return [
    ...(after === 'd' ? [] : [commandLine(['mkdir', path])]),
    commandLine(['chown', before.owner, path]),
    commandLine(['chmod', before.mode, path]),
  ];
}
