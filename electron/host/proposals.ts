/** What ~/.ssh/config offers to add, and what of it was chosen. */
import { setImmediate } from 'node:timers/promises';
import { Failure } from '../base/failure';
import type { Host, HostProposal, HostProposals } from '../contract/host';
import { plainText } from '../contract/text';
import type { Following } from './hostsFile';
import { entryOf, lastOf, nameFor, previewOf, twinOf } from './listing';
import type { Reading } from './sshConfig/sshConfig';

/** Longest time without a chance for other work, ms. */
const SLICE_MS = 20;

export async function proposalsOf(reading: Reading | undefined, hosts: readonly Host[], file: string): Promise<HostProposals> {
  const proposals: HostProposal[] = [];
  let slice = performance.now();
  for (const alias of reading?.aliases ?? []) {
    const proposal = proposalOf(alias, reading, hosts);
    if (proposal !== undefined) proposals.push(proposal);
    if (performance.now() - slice < SLICE_MS) continue;
    await setImmediate();
    slice = performance.now();
  }
  return { file: plainText(file, 1000), proposals, problems: [...(reading?.problems ?? [])] };
}

/** Undefined for a name that stands only where it never applies. */
function proposalOf(alias: string, reading: Reading | undefined, hosts: readonly Host[]): HostProposal | undefined {
  const found = entryOf(reading, alias);
  if (found === undefined) return undefined;
  const host = found.kind === 'usable' ? previewOf(alias, found) : undefined;
  const there = hosts.find((each) => each.source?.alias === alias) ?? (host === undefined ? undefined : twinOf(hosts, host));
  return {
    alias,
    ...(host === undefined ? {} : { host }),
    state:
      there === undefined
        ? found.kind === 'usable'
          ? { kind: 'new' }
          : { kind: 'unusable', why: found.why }
        : { kind: 'added', hostId: there.id },
  };
}

/** Those of `aliases` that are not in the list, each login once. Throws `bad-input` when one cannot be used. */
export function imported(
  aliases: readonly string[],
  reading: Reading | undefined,
  hosts: readonly Host[],
  file: string,
): Omit<Following, 'id'>[] {
  const added: Omit<Following, 'id'>[] = [];
  const all = [...hosts];
  for (const alias of new Set(aliases)) {
    const shown = plainText(alias, 100);
    const found = entryOf(reading, alias);
    if (found === undefined) throw refused(shown, reading?.failure ?? `${file} has no such Host any more.`);
    if (found.kind === 'unusable') throw refused(shown, found.why);
    const host = previewOf(alias, found);
    if (all.some((each) => each.source?.alias === alias) || twinOf(all, host) !== undefined) continue;
    all.push({ ...host, id: '' });
    added.push({ kind: 'following', name: nameFor(alias), alias, last: lastOf(found) });
  }
  return added;
}

const refused = (alias: string, why: string): Failure => new Failure('bad-input', `“${alias}” cannot be added: ${why} Nothing was added.`);
