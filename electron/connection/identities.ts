/** The keys that a login has to offer, in the order of ssh's pubkey_prepare(): named keys that the agent holds, its others, then files. */
import { assertNever } from '../base/failure';
import type { Peer } from '../contract/host';
import { agentPlaces, openAgent, type Agent, type AgentKey, type AgentSettings } from './agent';
import { defaultKeyFiles, findKeyFile, keyFilesOf, publicKeysBeside, type KeyFile } from './keyFile';

export type Identity =
  | { readonly kind: 'agent'; readonly agent: Agent; readonly key: AgentKey }
  | { readonly kind: 'file'; readonly file: KeyFile };

export interface Identities {
  readonly all: readonly Identity[];
  /** What could not be used, each continuing “Not tried: …”. */
  readonly missing: readonly string[];
}

interface Wanted {
  readonly agent: boolean;
  readonly files: readonly string[];
  /** ssh_config(5), IdentitiesOnly. */
  readonly onlyFiles: boolean;
  /** A file that is not there is worth a word. */
  readonly named: boolean;
}

function wantedBy({ auth }: Peer, home: string): Wanted {
  const files = keyFilesOf(auth, home);
  switch (auth.kind) {
    case 'auto':
      return { agent: true, files, onlyFiles: auth.onlyFiles === true, named: auth.files !== undefined };
    case 'key':
      return { agent: false, files, onlyFiles: true, named: true };
    case 'agent':
      return { agent: true, files, onlyFiles: false, named: false };
    case 'password':
      // A host that wants a key besides the password gets what ssh would offer.
      return { agent: true, files: defaultKeyFiles(home), onlyFiles: false, named: false };
    default:
      return assertNever(auth);
  }
}

/** Never rejects: what cannot be used is named. */
export async function findIdentities(peer: Peer, settings: AgentSettings & { readonly home: string }): Promise<Identities> {
  const wanted = wantedBy(peer, settings.home);
  const missing: string[] = [];
  const found = wanted.agent ? await openAgent(agentPlaces(peer.ssh?.identityAgent, settings)) : undefined;
  const agent = found?.kind === 'ready' ? found.agent : undefined;
  if (found?.kind === 'absent') missing.push(found.why);
  else if (agent?.keys.length === 0) missing.push('the SSH agent holds no key (add one with ssh-add)');

  const named = new Set<AgentKey>();
  const files: Identity[] = [];
  for (const path of wanted.files) {
    const file = await findKeyFile(path, settings.home);
    const publicKeys = [...(await publicKeysBeside(path)), ...publicKeyOf(file)];
    const same = agent?.keys.filter((key) => publicKeys.some((blob) => blob.equals(key.blob))) ?? [];
    for (const key of same) named.add(key);
    // The agent has it: its file need not be there, and asks for nothing.
    if (same.length > 0) continue;
    if (file.kind === 'ready' || file.kind === 'encrypted') files.push({ kind: 'file', file });
    else if (wanted.named || file.kind === 'unusable') missing.push(`${path} (${file.why})`);
  }
  if (wanted.files.length > 0 && !wanted.named && files.length + named.size === 0)
    missing.push('~/.ssh has no key file of ssh’s usual names');
  const others = wanted.onlyFiles ? [] : (agent?.keys ?? []).filter((key) => !named.has(key));
  const held = agent === undefined ? [] : [...named, ...others].map((key): Identity => ({ kind: 'agent', agent, key }));
  return { all: [...held, ...files], missing };
}

function publicKeyOf(file: Awaited<ReturnType<typeof findKeyFile>>): readonly Buffer[] {
  if (file.kind === 'ready') return [file.key.getPublicSSH()];
  return file.kind === 'encrypted' && file.publicKey !== undefined ? [file.publicKey] : [];
}
