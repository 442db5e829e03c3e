/** Which sockets the given processes listen on, as the kernel tells it (proc_net(5), proc_pid_fd(5)). Linux only. */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

export interface ListeningSocket {
  readonly pid: number;
  readonly kind: 'tcp' | 'tcp6' | 'udp' | 'udp6' | 'unix';
  /** `127.0.0.1:5901`, or the path of a unix socket (abstract ones begin with @, unnamed ones are empty). */
  readonly address: string;
}

/** TCP sockets in the state LISTEN, UDP ones bound to a port, unix sockets that accept connections. */
export function listeningSockets(pids: readonly number[]): readonly ListeningSocket[] {
  const owners = new Map(pids.flatMap((pid) => inodesOf(pid).map((inode) => [inode, pid] as const)));
  return KINDS.flatMap((kind) =>
    listening(kind, table(kind)).flatMap(({ inode, address }) => {
      const pid = owners.get(inode);
      return pid === undefined ? [] : [{ pid, kind, address }];
    }),
  );
}

/** The far ends, `203.0.113.5:443`, of what the given processes are connected to, or try to be: TCP and UDP. */
export function farEnds(pids: readonly number[]): readonly string[] {
  const inodes = new Set(pids.flatMap(inodesOf));
  return KINDS.filter((kind) => kind !== 'unix').flatMap((kind) =>
    connected(table(kind)).flatMap(({ inode, address }) => (inodes.has(inode) ? [address] : [])),
  );
}

/** The ones of one table of /proc/net that have a far end. */
export function connected(text: string): readonly { readonly inode: string; readonly address: string }[] {
  const rows = text
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(/\s+/));
  return rows.flatMap(([, , far = '', , , , , , , inode = '']) => (/[1-9A-F].*:/.test(far) ? [{ inode, address: addressOf(far) }] : []));
}

const KINDS = ['tcp', 'tcp6', 'udp', 'udp6', 'unix'] as const;
/** Hexadecimal states of /proc/net/tcp and udp: TCP_LISTEN, and TCP_CLOSE for an unconnected UDP socket. */
const LISTEN = '0A';
const UNCONNECTED = '07';
/** __SO_ACCEPTCON in the flags of /proc/net/unix. */
const ACCEPTS = 0x10000;

/** The listening ones of one table of /proc/net. */
export function listening(kind: ListeningSocket['kind'], text: string): readonly { readonly inode: string; readonly address: string }[] {
  const rows = text
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(/\s+/));
  if (kind === 'unix') {
    return rows.flatMap(([, , , flags = '0', , , inode = '', address = '']) =>
      (Number.parseInt(flags, 16) & ACCEPTS) === 0 ? [] : [{ inode, address }],
    );
  }
  const wanted = kind.startsWith('tcp') ? LISTEN : UNCONNECTED;
  return rows.flatMap(([, local = '', , state, , , , , , inode = '']) => (state === wanted ? [{ inode, address: addressOf(local) }] : []));
}

/** `0100007F:170D`: each group of four bytes is in the byte order of the machine, the port is not. */
function addressOf(coded: string): string {
  const [hex = '', port = ''] = coded.split(':');
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((group) => (group.match(/../g) ?? []).toReversed());
  const plain =
    bytes.length === 4
      ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
      : `[${(bytes.join('').match(/.{4}/g) ?? []).map((group) => group.toLowerCase().replace(/^0{1,3}/, '')).join(':')}]`;
  return `${plain}:${Number.parseInt(port, 16)}`;
}

function table(kind: string): string {
  try {
    return readFileSync(`/proc/net/${kind}`, 'utf8');
  } catch {
    // A kernel without IPv6.
    return '';
  }
}

function inodesOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    // It ended meanwhile.
    return [];
  }
}
