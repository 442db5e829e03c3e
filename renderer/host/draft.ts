/** The host form's values as typed, and what they say when read strictly. */
import { HostDraft, type Host } from '../../electron/contract/host';

export interface HostValues {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly user: string;
  readonly auth: 'agent' | 'key' | 'password';
  readonly keyPath: string;
}

export const NEW_HOST: HostValues = { name: '', address: '', port: '22', user: '', auth: 'agent', keyPath: '' };

export const valuesOf = (host: Host): HostValues => ({
  name: host.name,
  address: host.address,
  port: String(host.port),
  user: host.user,
  auth: host.auth.kind,
  keyPath: host.auth.kind === 'key' ? host.auth.path : '',
});

/** Per field, what is wrong with it; keys as in the contract: `address`, `auth.path`. */
export type FieldErrors = Readonly<Record<string, string>>;

export type Reading = { readonly kind: 'draft'; readonly draft: HostDraft } | { readonly kind: 'errors'; readonly errors: FieldErrors };

export function readValues(values: HostValues, id?: string): Reading {
  const port = /^\s*\d+\s*$/.test(values.port) ? Number(values.port) : Number.NaN;
  const auth = values.auth === 'key' ? { kind: values.auth, path: values.keyPath } : { kind: values.auth };
  const { name, address, user } = values;
  const parsed = HostDraft.safeParse({ ...(id === undefined ? {} : { id }), name, address, port, user, auth });
  if (parsed.success) return { kind: 'draft', draft: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[issue.path.join('.')] ??= issue.message;
  return { kind: 'errors', errors };
}

/** `alice@gpu1:2222` typed or pasted as address goes into its three fields. IPv6 addresses have colons of their own. */
export function splitAddress(text: string): Partial<HostValues> {
  const parts = /^(?:([^@\s]+)@)?([^@:\s]+)(?::(\d{1,5}))?$/.exec(text.trim().replace(/^ssh\s+|^ssh:\/\//, ''));
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
