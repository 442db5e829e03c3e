/** TurboVNC's settings on a host, and the list of sessions that it keeps itself. */
import type { DesktopFacts } from '../../contract/probe/desktop';
import { countOf, lineOf, linesOf, typesIn } from './lines';

export type Turbovnc = NonNullable<DesktopFacts['turbovnc']>;

const LINE = /^(.*?turbovncserver(-security)?\.conf):\s*(.*)$/;

/** `FILE:LINE` of the policy, the system's and the user's settings, in this order: the last of a setting counts. */
export function parseTurbovncSettings(text: string): Turbovnc {
  const found: Turbovnc = {};
  for (const line of linesOf(text)) {
    const [, , security, setting = ''] = LINE.exec(line) ?? [];
    if (security === undefined) {
      const [, vglrun] = /^\$vglrun\s*=\s*(?:"([^"]*)"|'[^']*')\s*;/.exec(setting.replaceAll("'", '"')) ?? [];
      if (vglrun !== undefined) found.vglrun = lineOf(vglrun);
      continue;
    }
    const [, key, value = ''] = /^([a-z-]+)\s*=\s*(.*)$/i.exec(setting) ?? [];
    const limit = countOf(value.trim());
    if (key === 'session-limit' && limit !== undefined) found.sessionLimit = limit;
    if (key === 'permitted-security-types') found.permittedSecurityTypes = typesIn(value, 32);
  }
  return found;
}

/** `vncserver -sessionlist`: count, fields a session, then the sessions' fields; failures print a log before (knowledge §1). */
export function parseTurbovncSessions(text: string): number[] | undefined {
  const line = linesOf(text).find((each) => /^\d+\t\d+(\t:\d+\t|$)/.test(each));
  if (line === undefined) return undefined;
  const [, fieldsText, ...rest] = line.split('\t');
  const fields = countOf(fieldsText) ?? 0;
  if (fields === 0) return [];
  const displays = rest.filter((_, at) => at % fields === 0).flatMap((field) => countOf(/^:(\d{1,5})$/.exec(field)?.[1]) ?? []);
  return displays.slice(0, 64);
}
