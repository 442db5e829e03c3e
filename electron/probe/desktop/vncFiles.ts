/** The pid files by which the starters of X proxies find their sessions. */
import type { VncFile } from '../../contract/probe/desktop';
import { countOf, linesOf, wordOf } from './lines';

export interface VncFiles {
  /** Name of the host, as the files are called by it. */
  readonly host: string;
  readonly files: readonly VncFile[];
}

/** Rows of vf_pids; undefined without the host's name. */
export function parseVncFiles(text: string): VncFiles | undefined {
  const [, host] = /^host (.+)$/m.exec(text) ?? [];
  if (host === undefined) return undefined;
  return { host: wordOf(host), files: linesOf(text).flatMap(fileOf).slice(0, 64) };
}

function fileOf(line: string): VncFile[] {
  const [state, whose, pidText, path = '', ...name] = line.split('\t');
  const [, host, displayText] = /\/([^/]+):(\d{1,5})\.pid$/.exec(path) ?? [];
  const [pid, display] = [countOf(pidText), countOf(displayText)];
  if (pid === undefined || display === undefined || host === undefined) return [];
  const comm = name.join('\t');
  // A zombie is gone for everybody but its parent.
  const there = state !== '-' && state !== 'Z' && state !== 'X' && comm !== '';
  const proxy = there && whose === 'own' && (comm === 'Xvnc' || comm === 'Xtigervnc');
  const runs = proxy ? 'proxy' : there ? 'other' : 'nothing';
  return [{ path: wordOf(path), host: wordOf(host), display, pid, runs, ...(runs === 'other' ? { comm: wordOf(comm) } : {}) }];
}
