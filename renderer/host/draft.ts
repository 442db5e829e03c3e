/** The host form's values as typed, and what they say when read strictly. */
import { HostDraft, HostLabels, type Host, type HostAuth } from '../../electron/contract/host';
import { readSshCommand } from './sshCommand';
import { hostTexts } from './texts';

export interface HostValues {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly user: string;
  readonly jump: string;
  readonly auth: HostAuth['kind'];
  /** Of `key`. */
  readonly keyPath: string;
  /** Of `auto`. */
  readonly files: readonly string[];
  readonly onlyFiles: boolean;
  readonly group: string;
  /** With commas in between. */
  readonly tags: string;
  readonly colour: NonNullable<Host['colour']> | 'none';
  readonly notes: string;
}

export const NEW_HOST: HostValues = {
  name: '',
  address: '',
  port: '22',
  user: '',
  jump: '',
  auth: 'auto',
  keyPath: '',
  files: [],
  onlyFiles: false,
  group: '',
  tags: '',
  colour: 'none',
  notes: '',
};

export const valuesOf = (host: Host): HostValues => ({
  name: host.name,
  address: host.address,
  port: String(host.port),
  user: host.user,
  jump: host.jump ?? '',
  auth: host.auth.kind,
  keyPath: host.auth.kind === 'key' ? host.auth.path : '',
  files: host.auth.kind === 'auto' ? (host.auth.files ?? []) : [],
  onlyFiles: host.auth.kind === 'auto' && host.auth.onlyFiles === true,
  group: host.group ?? '',
  tags: (host.tags ?? []).join(', '),
  colour: host.colour ?? 'none',
  notes: host.notes ?? '',
});

/** A copy to be changed: the same login is refused for two hosts, so the form starts there. A chain from ~/.ssh/config is written out. */
export const copyOf = (host: Host): HostValues => ({
  ...valuesOf(host),
  name: hostTexts.copyName(host.name),
  jump: host.jump ?? (host.via ?? []).map((hop) => `${hop.user}@${hop.address}${hop.port === 22 ? '' : `:${hop.port}`}`).join(','),
});

/** Per field, what is wrong with it; keys as in the contract: `address`, `auth.path`, `auth.files.0`, `tags`. */
export type FieldErrors = Readonly<Record<string, string>>;

export type Reading = { readonly kind: 'draft'; readonly draft: HostDraft } | { readonly kind: 'errors'; readonly errors: FieldErrors };
export type LabelReading =
  | { readonly kind: 'labels'; readonly labels: HostLabels }
  | { readonly kind: 'errors'; readonly errors: FieldErrors };

export function readValues(values: HostValues, id?: string): Reading {
  const port = /^\s*\d+\s*$/.test(values.port) ? Number(values.port) : Number.NaN;
  const { address, user, jump } = values;
  const parsed = HostDraft.safeParse({
    ...(id === undefined ? {} : { id }),
    ...labelsIn(values),
    address,
    port,
    user,
    auth: authIn(values),
    ...(jump.trim() === '' ? {} : { jump }),
  });
  return parsed.success ? { kind: 'draft', draft: parsed.data } : { kind: 'errors', errors: errorsOf(parsed.error.issues) };
}

export function readLabels(values: HostValues): LabelReading {
  const parsed = HostLabels.safeParse(labelsIn(values));
  return parsed.success ? { kind: 'labels', labels: parsed.data } : { kind: 'errors', errors: errorsOf(parsed.error.issues) };
}

function labelsIn({ name, group, tags, colour, notes }: HostValues): Record<string, unknown> {
  const words = tags
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return {
    name,
    ...(group.trim() === '' ? {} : { group }),
    ...(words.length === 0 ? {} : { tags: [...new Set(words)] }),
    ...(colour === 'none' ? {} : { colour }),
    ...(notes.trim() === '' ? {} : { notes }),
  };
}

function authIn({ auth, keyPath, files, onlyFiles }: HostValues): unknown {
  if (auth === 'key') return { kind: auth, path: keyPath };
  if (auth !== 'auto' || files.length === 0) return { kind: auth };
  return { kind: auth, files, ...(onlyFiles ? { onlyFiles } : {}) };
}

/** The first of each field; a tag has no field of its own. */
function errorsOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) errors[path[0] === 'tags' ? 'tags' : path.join('.')] ??= message;
  return errors;
}

/** `alice@gpu1:2222` or an ssh command, typed or pasted as address, goes into its fields. IPv6 addresses have colons of their own. */
export function splitAddress(text: string): Partial<HostValues> {
  const command = readSshCommand(text);
  if (command !== undefined) {
    const { files, ...words } = command;
    return { ...words, ...(files.length === 0 ? {} : { auth: 'auto', files }) };
  }
  const parts = /^(?:([^@\s]+)@)?([^@:\s]+)(?::(\d{1,5}))?$/.exec(text.trim().replace(/^ssh:\/\//, ''));
  const [, user, address, port] = parts ?? [];
  if (address === undefined || (user === undefined && port === undefined)) return {};
  return { address, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) };
}

/** A name from the address: its first label, or all of an IP address. */
export function nameFor(address: string): string {
  const text = address.trim();
  return /^[\d.]+$|:/.test(text) ? text : (text.split('.')[0] ?? '');
}

/** The values with what the address alone tells: its parts, and a name while there is none. */
export function withAddress(values: HostValues): HostValues {
  const split = { ...values, ...splitAddress(values.address) };
  return { ...split, name: values.name.trim() === '' ? nameFor(split.address) : values.name };
}
