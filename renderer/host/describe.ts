/** A host in words: how it is reached, and what is wrong with it. */
import type { Host, HostProposal } from '../../electron/contract/host';
import { hostTexts as texts } from './texts';

type Reached = Pick<Host, 'address' | 'port' | 'user'>;

/** `alice@gpu1.lab`, with the port unless it is the usual one. */
export const loginOf = ({ user, address, port }: Reached): string => `${user}@${address}${port === 22 ? '' : `:${port}`}`;

/** `bastion → gw`; empty without jump hosts. */
export const chainOf = ({ via = [], jump }: Pick<Host, 'via' | 'jump'>): string =>
  via.length > 0 ? via.map(({ name }) => name).join(' → ') : (jump ?? '').split(',').join(' → ');

export function keyFilesOf({ auth }: Pick<Host, 'auth'>): readonly string[] {
  if (auth.kind === 'key') return [auth.path];
  return auth.kind === 'auto' ? (auth.files ?? []) : [];
}

/** What keeps the host from being used, for its row and its facts; the first is the one to solve first. */
export function problemsOf({ source, jumpProblem }: Pick<Host, 'source' | 'jumpProblem'>): readonly { title: string; text: string }[] {
  return [
    ...(source?.problem === undefined ? [] : [{ title: texts.configProblem, text: source.problem }]),
    ...(jumpProblem === undefined ? [] : [{ title: texts.jumpProblem, text: jumpProblem }]),
  ];
}

/** What stands under a proposed host's name: its chain and its keys. */
export function proposalNotes(host: NonNullable<HostProposal['host']>, file: string): readonly string[] {
  const [chain, files] = [chainOf(host), keyFilesOf(host)];
  return [
    ...(chain === '' ? [] : [texts.through(chain)]),
    ...(files.length === 0 ? [] : [texts.keys(files.map((path) => inHome(path, file)).join(', '))]),
  ];
}

/** A path with `~` for the home that `file`, ~/.ssh/config, lies in. */
export function inHome(path: string, file: string): string {
  const [, home] = /^(.+)\/\.ssh\/config$/.exec(file.replaceAll('\\', '/')) ?? [];
  return home !== undefined && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
