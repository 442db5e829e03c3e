/** The text of a chain of jump hosts: `[user@]host[:port]` with commas in between, as ProxyJump of ssh_config(5). */
import { plainText } from '../../contract/text';
import { HostAddress, HostPort, HostUser } from '../../contract/host';

/** Most jump hosts on the way to a host. */
export const JUMP_LIMIT = 8;

export interface JumpSpec {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

export type Jump =
  | { readonly kind: 'none' }
  | { readonly kind: 'hops'; readonly hops: readonly JumpSpec[] }
  | { readonly kind: 'bad'; readonly why: string };

/** As readconf.c, parse_jump(): a comment is cut, `none` alone is no jump. */
export function parseJump(raw: string): Jump {
  const text = (raw.split('#', 1)[0] ?? '').trim();
  if (text === '') return { kind: 'bad', why: 'ProxyJump has no value.' };
  if (text.toLowerCase() === 'none') return { kind: 'none' };
  const hops: JumpSpec[] = [];
  for (const part of text.split(',')) {
    const hop = parseSpec(part.trim());
    if (typeof hop === 'string') return { kind: 'bad', why: hop };
    hops.push(hop);
    if (hops.length > JUMP_LIMIT) return { kind: 'bad', why: tooLong() };
  }
  return { kind: 'hops', hops };
}

export const tooLong = (): string => `There are more than ${JUMP_LIMIT} jump hosts.`;

/** Each is `user@[v6]:port` with optional parts, or an ssh:// address; otherwise a sentence says what is wrong. */
export function parseSpec(text: string): JumpSpec | string {
  const shown = plainText(text, 100);
  const bare = text.replace(/^ssh:\/\//i, '').replace(/\/$/, '');
  const at = bare.lastIndexOf('@');
  const [whole, bracketed, plain, port] = /^(?:\[([^[\]]*)\]|([^[\]:]*))(?::(\d{1,5}))?$/.exec(bare.slice(at + 1)) ?? [];
  if (whole === undefined) return `The jump host “${shown}” is not like user@host:22; put an IPv6 address in brackets.`;
  const host = HostAddress.safeParse(bracketed ?? plain);
  if (!host.success) return `The jump host “${shown}” has no usable name: ${host.error.issues[0]?.message ?? ''}`;
  const user = at < 0 ? undefined : HostUser.safeParse(bare.slice(0, at));
  if (user?.success === false) return `The jump host “${shown}” has no usable user: ${user.error.issues[0]?.message ?? ''}`;
  if (port !== undefined && !HostPort.safeParse(Number(port)).success)
    return `The port of the jump host “${shown}” is not between 1 and 65535.`;
  return {
    host: host.data,
    ...(user === undefined ? {} : { user: user.data }),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

export function writeSpec(spec: Required<JumpSpec>): string {
  const host = spec.host.includes(':') ? `[${spec.host}]` : spec.host;
  return `${spec.user}@${host}${spec.port === 22 ? '' : `:${spec.port}`}`;
}
