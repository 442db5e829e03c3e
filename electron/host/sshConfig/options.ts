/** The options of ssh_config(5) that a connection follows, from what the files say. */
import type { HostAuth, Origin, SshOptions } from '../../contract/host';
import { plainText } from '../../contract/text';
import type { Evaluation, Value } from './evaluate';
import { keywordOf, OWN_WAY, type Followed } from './keywords';
import { absolute, expandPath, secondsOf, type Local, type Target } from './values';

/** Most key files and known_hosts files; the contract's limits. */
const FILES_LIMIT = 16;

/** Thrown inside this folder only: a value that cannot be used, in one sentence. */
export class Unusable extends Error {}

export const firstOf = (evaluation: Evaluation, keyword: Followed): Value | undefined => evaluation.values.get(keyword)?.[0];
const textOf = (evaluation: Evaluation, keyword: Followed): string | undefined => firstOf(evaluation, keyword)?.args[0];
const yes = (text: string): boolean => /^(?:yes|true)$/i.test(text);

/** As ssh does it: all key files named, `none` for no key file at all. */
export function authOf(evaluation: Evaluation, local: Local, target: Target): HostAuth {
  const named = evaluation.values.get('identityfile');
  const onlyFiles = yes(textOf(evaluation, 'identitiesonly') ?? 'no');
  // Of a public key ssh takes the private half from the agent, or from the file without “.pub”.
  const files = named
    ?.filter((value) => value.args[0]?.toLowerCase() !== 'none')
    .map((value) => pathOf(value, local, target).replace(/\.pub$/, ''));
  return {
    kind: 'auto',
    ...(files === undefined ? {} : { files: [...new Set(files)].slice(0, FILES_LIMIT) }),
    ...(onlyFiles ? { onlyFiles } : {}),
  };
}

const STRICT: Readonly<Record<string, SshOptions['strictHostKeyChecking']>> = {
  yes: 'yes',
  true: 'yes',
  ask: 'ask',
  'accept-new': 'accept-new',
  no: 'no',
  false: 'no',
  off: 'no',
};

/** Undefined when nothing differs from Gearview's own values. */
export function optionsOf(evaluation: Evaluation, local: Local, target: Target): SshOptions | undefined {
  const text = (keyword: Followed): string | undefined => textOf(evaluation, keyword);
  const userFiles = filesOf(firstOf(evaluation, 'userknownhostsfile'), (arg, value) => expanded(arg, value, local, target));
  const globalFiles = filesOf(firstOf(evaluation, 'globalknownhostsfile'), (arg, value) => absolute(arg, local) ?? refuse(arg, value));
  const revoked = firstOf(evaluation, 'revokedhostkeys');
  const alias = text('hostkeyalias');
  const strict = STRICT[text('stricthostkeychecking')?.toLowerCase() ?? ''];
  const hash = text('hashknownhosts');
  const family = text('addressfamily')?.toLowerCase();
  const options: SshOptions = {
    ...(alias === undefined ? {} : { hostKeyAlias: alias.slice(0, 253) }),
    ...(userFiles === undefined ? {} : { userKnownHosts: userFiles }),
    ...(globalFiles === undefined ? {} : { globalKnownHosts: globalFiles }),
    ...(strict === undefined ? {} : { strictHostKeyChecking: strict }),
    ...(hash === undefined ? {} : { hashKnownHosts: yes(hash) }),
    ...(revoked === undefined || text('revokedhostkeys') === 'none' ? {} : { revokedHostKeys: pathOf(revoked, local, target) }),
    ...agentOf(firstOf(evaluation, 'identityagent'), local, target),
    ...number('aliveSeconds', seconds(text('serveraliveinterval')), 86_400),
    ...number('aliveCount', Number(text('serveralivecountmax') ?? 0), 1000),
    ...number('connectSeconds', seconds(text('connecttimeout')), 3600),
    ...(family === 'inet' || family === 'inet6' ? { family } : {}),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

const seconds = (text: string | undefined): number => (text === undefined ? 0 : (secondsOf(text) ?? 0));

/** Zero means “never” to ssh; then Gearview keeps its own value, which notices a dead link. */
function number<K extends 'aliveSeconds' | 'aliveCount' | 'connectSeconds'>(name: K, value: number, limit: number): { [N in K]?: number } {
  const out: { [N in K]?: number } = {};
  if (value > 0) out[name] = Math.min(value, limit);
  return out;
}

/** ssh_config(5), IdentityAgent: a path, `none`, `SSH_AUTH_SOCK`, or `$NAME` of a variable. */
function agentOf(value: Value | undefined, local: Local, target: Target): { identityAgent?: string } {
  const text = value?.args[0];
  if (value === undefined || text === undefined || text === 'SSH_AUTH_SOCK') return {};
  if (text.toLowerCase() === 'none') return { identityAgent: 'none' };
  if (/^\$[^{]/.test(text)) {
    const socket = local.env[text.slice(1)];
    return socket === undefined || socket === '' ? { identityAgent: 'none' } : { identityAgent: socket };
  }
  return { identityAgent: pathOf(value, local, target) };
}

function filesOf(value: Value | undefined, path: (arg: string, value: Value) => string): string[] | undefined {
  if (value === undefined) return undefined;
  return value.args
    .filter((arg) => arg.toLowerCase() !== 'none')
    .slice(0, FILES_LIMIT)
    .map((arg) => path(arg, value));
}

const pathOf = (value: Value, local: Local, target: Target): string => expanded(value.args[0] ?? '', value, local, target);
const expanded = (arg: string, value: Value, local: Local, target: Target): string => expandPath(arg, local, target) ?? refuse(arg, value);

function refuse(arg: string, value: Value): never {
  const name = keywordOf(value.keyword)?.name ?? value.keyword;
  throw new Unusable(
    `${value.file}, line ${value.line}: ${name} “${plainText(arg, 100)}” has a token, variable or home that is not known here.`,
  );
}

/** Where each value came from, in the order of the files; those not followed say why. What a system sets for all and nobody here uses is left out. */
export function originsOf(evaluation: Evaluation, home: string): Origin[] {
  return [...evaluation.values.values()]
    .flat()
    .filter(({ keyword, file }) => file.startsWith(home) || keywordOf(keyword)?.ignored !== OWN_WAY)
    .map(({ keyword, raw, file, line }) => {
      const known = keywordOf(keyword);
      const ignored = known?.ignored;
      return { option: known?.name ?? keyword, value: plainText(raw, 2000), file, line, ...(ignored === undefined ? {} : { ignored }) };
    })
    .slice(0, 200);
}
