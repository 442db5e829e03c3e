/** What the logs of desktops say now: a line of a desktop that has ended long ago is no fault of today. */
import type { LogHit } from '../../contract/probe/desktop';
import { fromAnswer, type Seen } from './entry';

const HOUR_MS = 3_600_000;

/** Epoch ms on the host's clock, when it was looked at. */
export const hostNow = ({ at, system }: Seen['facts']): number => at + (system.clockSkew ?? 0) * 1000;

/** Of `HOST:N.log`, or of a file in Gearview's own folder `HOST:N`. */
export function displayOfLog(path: string): number | undefined {
  const [, named, ours] = /:(\d{1,5})\.log$|\/\.gearview\/sessions\/[^/]*:(\d{1,5})\/[^/]*$/.exec(path) ?? [];
  const display = named ?? ours;
  return display === undefined ? undefined : Number(display);
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** The file is the log of a desktop that runs: the X proxy's own files, or Gearview's, say so. */
function isOfRunning({ desktop }: Seen['facts'], { path }: LogHit): boolean {
  const display = displayOfLog(path);
  if (display === undefined) return false;
  const started = desktop.vncFiles?.some(
    (file) => file.display === display && file.runs === 'proxy' && folderOf(file.path) === folderOf(path),
  );
  const ours = path.includes('/.gearview/sessions/') && desktop.desktops?.some((each) => each.display === display);
  return started === true || ours === true;
}

/** Of desktops that run, with their display. */
export const hitsOfRunning = ({ facts }: Pick<Seen, 'facts'>, kind: LogHit['kind']): readonly LogHit[] =>
  (facts.desktop.logHits ?? []).filter((hit) => hit.kind === kind && isOfRunning(facts, hit));

/** Of desktops that run, and of the last hour: not from before the boot, and not of a display where something runs that has another log. */
export function recentHits({ facts }: Pick<Seen, 'facts'>, ...kinds: readonly LogHit['kind'][]): readonly LogHit[] {
  const since = Math.max(hostNow(facts) - HOUR_MS, facts.system.bootedAt ?? 0);
  const taken = new Set(facts.desktop.desktops?.map(({ display }) => display));
  return (facts.desktop.logHits ?? []).filter((hit) => {
    if (!kinds.includes(hit.kind)) return false;
    return isOfRunning(facts, hit) || (hit.at >= since && !taken.has(displayOfLog(hit.path) ?? -1));
  });
}

export const hitEvidence = (seen: Pick<Seen, 'facts'>, { path, text }: LogHit) => fromAnswer(seen, 'vnc-logs', `${path}: ${text}`);
