/** The known faults that the logs of desktops tell of. */
import { LogHit } from '../../contract/probe/desktop';
import { lineOf, linesOf, wordOf } from './lines';

/** Seconds from the first line of a log to its last change, within which a desktop did not really live. */
const AT_ONCE = 30;

/** Rows of vf_logs. Every desktop that ends has its X proxy killed: that counts only where it follows the start at once. */
export function parseVncLogs(text: string): LogHit[] {
  const lines = linesOf(text);
  const zone = zoneIn(lines.find((line) => line.startsWith('zone ')) ?? '');
  const changed = new Map<string, number>();
  for (const line of lines) {
    const [, at, path] = /^at (\d{1,12}) (.+)$/.exec(line) ?? [];
    if (at !== undefined && path !== undefined) changed.set(path, Number(at) * 1000);
  }
  const hits = lines.flatMap((line): LogHit[] => {
    const [kindText, path = '', begun = '', ...said] = line.split('\t');
    const kind = LogHit.shape.kind.safeParse(kindText).data;
    const at = changed.get(path);
    if (kind === undefined || at === undefined) return [];
    const from = timeIn(begun, zone);
    if (kind === 'killed-at-once' && (from === undefined || Math.abs(at - from) > AT_ONCE * 1000)) return [];
    return [{ path: wordOf(path), kind, text: lineOf(said.join(' ')), at }];
  });
  return hits.toSorted((a, b) => b.at - a.at).slice(0, 64);
}

/** `zone +0230` of date(1), as milliseconds east of UTC. */
function zoneIn(line: string): number {
  const [, sign, hours, minutes] = /^zone ([+-])(\d\d)(\d\d)$/.exec(line) ?? [];
  return (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -60_000 : 60_000);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Epoch ms of `22/11/2026 03:39:11` (TurboVNC) or `Sun Nov 22 04:01:28 2026` (TigerVNC), in the host's zone. */
function timeIn(text: string, zone: number): number | undefined {
  const [, day, month, year, hour, minute, second] = /^(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d):(\d\d)/.exec(text) ?? [];
  if (second !== undefined)
    return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) - zone;
  const [, name = '', date, clock, full] = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d+) (\d\d:\d\d:\d\d) (\d{4})$/.exec(text) ?? [];
  if (full === undefined || clock === undefined || !MONTHS.includes(name)) return undefined;
  const [h, m, s] = clock.split(':').map(Number);
  return Date.UTC(Number(full), MONTHS.indexOf(name), Number(date), h, m, s) - zone;
}
