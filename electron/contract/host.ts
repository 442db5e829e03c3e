/** A host: a machine reached by SSH. */
import { z } from 'zod';
import { hasDisguisingCharacters, label } from './text';

export const HostId = z.string().regex(/^[0-9a-f]{12}$/);
export type HostId = z.infer<typeof HostId>;

// Grammar of OpenSSH's ssh_valid_hostname() and ssh_valid_ruser() (readconf.c, ssh.c): what can reach a shell is refused.
const FORBIDDEN_IN_ADDRESS = /['"`$\\;&<>|(){}\s,/@#?*!]/u;
const FORBIDDEN_IN_USER = /['"`$;&<>|(){}\s\\:]/u;

export const HostAddress = z
  .string()
  .trim()
  .min(1, 'Enter the host name or IP address.')
  .max(253, 'A host name has at most 253 characters.')
  .refine((text) => !text.startsWith('-'), 'A host name cannot begin with “-”.')
  .refine(
    (text) => !FORBIDDEN_IN_ADDRESS.test(text) && !hasDisguisingCharacters(text),
    'A host name has no spaces, quotes or shell characters; enter only the name or IP address, like gpu1.example.com.',
  );

export const HostPort = z
  .number('Enter the port as a number, usually 22.')
  .int('Enter the port as a whole number, usually 22.')
  .min(1, 'A port lies between 1 and 65535.')
  .max(65535, 'A port lies between 1 and 65535.');

export const HostUser = z
  .string()
  .trim()
  .min(1, 'Enter the user to log in as.')
  .max(64, 'A user name has at most 64 characters.')
  .refine((text) => !text.startsWith('-'), 'A user name cannot begin with “-”.')
  .refine(
    (text) => !FORBIDDEN_IN_USER.test(text) && !hasDisguisingCharacters(text),
    'A user name has no spaces, quotes or shell characters.',
  );

const KeyPath = z
  .string()
  .trim()
  .min(1, 'Choose the private key file.')
  .max(1024, 'That path is too long.')
  .refine((text) => !hasDisguisingCharacters(text), 'That path contains control or invisible characters.')
  .refine((text) => !text.endsWith('.pub'), 'That is the public key; choose the private key, without “.pub”.');

/** Key files in the order in which they are tried, by path, never copied. */
const KeyPaths = z.array(KeyPath).max(16, 'Use at most 16 key files.');

/** How to prove who we are. */
export const HostAuth = z.discriminatedUnion('kind', [
  /** As ssh does: the agent's keys, then key files (its usual ones when none is named), then what the host asks for. */
  z.strictObject({
    kind: z.literal('auto'),
    files: KeyPaths.optional(),
    /** ssh_config(5), IdentitiesOnly: of the agent's keys, only those of `files`. */
    onlyFiles: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('agent') }),
  z.strictObject({ kind: z.literal('key'), path: KeyPath }),
  z.strictObject({ kind: z.literal('password') }),
]);
export type HostAuth = z.infer<typeof HostAuth>;

const path = z.string().max(1024);

/** Options of ssh_config(5) that a connection follows; one that is absent has Gearview's own value. Paths are absolute. */
export const SshOptions = z.strictObject({
  /** HostKeyAlias: the name under which known_hosts has the key, without port. */
  hostKeyAlias: z.string().max(253).optional(),
  /** UserKnownHostsFile; empty for `none`. New keys go to the first. */
  userKnownHosts: z.array(path).max(16).optional(),
  /** GlobalKnownHostsFile; empty for `none`. */
  globalKnownHosts: z.array(path).max(16).optional(),
  strictHostKeyChecking: z.enum(['ask', 'yes', 'accept-new', 'no']).optional(),
  hashKnownHosts: z.boolean().optional(),
  /** RevokedHostKeys: a list of public keys that are never accepted. */
  revokedHostKeys: path.optional(),
  /** IdentityAgent: a socket, or `none`. */
  identityAgent: path.optional(),
  /** ServerAliveInterval, seconds. */
  aliveSeconds: z.number().int().min(1).max(86_400).optional(),
  /** ServerAliveCountMax. */
  aliveCount: z.number().int().min(1).max(1000).optional(),
  /** ConnectTimeout, seconds. */
  connectSeconds: z.number().int().min(1).max(3600).optional(),
  /** AddressFamily. */
  family: z.enum(['inet', 'inet6']).optional(),
});
export type SshOptions = z.infer<typeof SshOptions>;

const login = { address: HostAddress, port: HostPort, user: HostUser, auth: HostAuth };

/** One machine on the way to a host, the first to be reached first (ssh_config(5), ProxyJump). */
export const Hop = z.strictObject({ name: z.string().max(300), ...login, ssh: SshOptions.optional() });
export type Hop = z.infer<typeof Hop>;

/** A machine that a connection logs in to: a host, or one on the way to it. `id` is always the host's: questions and logs belong to it. */
export type Peer = Hop & { readonly id: HostId };

/** `[user@]host[:port]` with commas in between, as ProxyJump; a name is a host of the list, a Host of ~/.ssh/config, or an address. */
export const HostJump = z
  .string()
  .trim()
  .max(1024, 'That is too long for a chain of jump hosts.')
  .refine((text) => !hasDisguisingCharacters(text), 'Remove control or invisible characters from the jump hosts.');

const tag = label('a tag', 32).refine((text) => !text.includes(','), 'A tag has no comma.');

/** What the operator notes about a host; never sent to it. */
const labels = {
  name: label('a name for the host', 128),
  group: label('a name for the group', 64).optional(),
  tags: z.array(tag).max(16, 'Use at most 16 tags.').optional(),
  colour: z.enum(['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey']).optional(),
  notes: z.string().max(4000, 'Use at most 4,000 characters for notes.').optional(),
};
export const HostLabels = z.strictObject(labels);
export type HostLabels = z.infer<typeof HostLabels>;

/** What the operator fills in; with `id` it replaces that host. */
export const HostDraft = z.strictObject({ id: HostId.optional(), ...labels, ...login, jump: HostJump.optional() });
export type HostDraft = z.infer<typeof HostDraft>;

/** Where a value was read. */
const Origin = z.strictObject({
  /** As ssh_config(5) spells it. */
  option: z.string().max(64),
  value: z.string().max(2048),
  file: path,
  /** Counted from 1. */
  line: z.number().int(),
  /** Why it is not followed. */
  ignored: z.string().max(400).optional(),
});
export type Origin = z.infer<typeof Origin>;

/** A host that follows a Host entry of ~/.ssh/config. */
const HostSource = z.strictObject({
  alias: z.string().max(253),
  origins: z.array(Origin).max(200),
  /** Why it cannot be used as it stands in the file now; the login is then the last one that could. */
  problem: z.string().max(400).optional(),
});
export type HostSource = z.infer<typeof HostSource>;

export const Host = z.strictObject({
  id: HostId,
  ...labels,
  ...login,
  jump: HostJump.optional(),
  /** `jump`, or the file's ProxyJump, resolved; absent without any. */
  via: z.array(Hop).max(8).optional(),
  /** Why `jump` cannot be resolved now. */
  jumpProblem: z.string().max(400).optional(),
  ssh: SshOptions.optional(),
  source: HostSource.optional(),
});
export type Host = z.infer<typeof Host>;

/** A Host entry of ~/.ssh/config that could be added. */
export const HostProposal = z.strictObject({
  alias: z.string().max(253),
  /** What would be added; absent when it cannot be. */
  host: Host.omit({ id: true }).optional(),
  /** Already in the list, or why it cannot be used. */
  state: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('new') }),
    z.strictObject({ kind: z.literal('added'), hostId: HostId }),
    z.strictObject({ kind: z.literal('unusable'), why: z.string().max(400) }),
  ]),
});
export type HostProposal = z.infer<typeof HostProposal>;

export const HostProposals = z.strictObject({
  /** The file that was read, whether it is there or not. */
  file: path,
  proposals: z.array(HostProposal).max(1000),
  /** Lines that were not understood or are not followed. */
  problems: z.array(z.strictObject({ file: path, line: z.number().int(), text: z.string().max(400) })).max(200),
});
export type HostProposals = z.infer<typeof HostProposals>;

/** Most hosts that the app keeps. */
export const HOST_LIMIT = 500;
