/** Where a process listens, as the kernel's tables say (proc(5), /proc/net/tcp: addresses in hexadecimal, host byte order). */

export interface Listeners {
  /** Unix sockets but those of X11. */
  readonly unix: readonly string[];
  readonly tcp: readonly { readonly port: number; readonly loopback: boolean }[];
}

const LOOPBACK = /^(0100007F|00000000000000000000000001000000|0000000000000000FFFF00000100007F)$/;

/** Lines `unix PATH` and `tcp ADDRESS:PORT`; others are skipped. */
export function parseListeners(text: string): Listeners {
  const lines = text.split('\n');
  const unix = lines.filter((line) => line.startsWith('unix ')).map((line) => line.slice('unix '.length));
  const tcp = lines.flatMap((line) => {
    const [, address, port] = /^tcp ([0-9A-F]{8}(?:[0-9A-F]{24})?):([0-9A-F]{4})$/.exec(line) ?? [];
    return address === undefined || port === undefined ? [] : [{ port: Number.parseInt(port, 16), loopback: LOOPBACK.test(address) }];
  });
  return { unix: unix.filter((path) => !/^@?\/tmp\/\.X11-unix\//.test(path)), tcp };
}

/** A socket path that a host names may be connected to: absolute, fit for sun_path, in a place where the user's sockets are (R18). */
export function isSocketPath(path: string, home: string): boolean {
  if (Buffer.byteLength(path) > 107 || hasControl(path) || path.split('/').includes('..')) return false;
  return [home, '/tmp', '/run'].some(
    (folder) => folder.startsWith('/') && folder !== '/' && path.startsWith(`${folder.replace(/\/+$/, '')}/`),
  );
}

// oxlint-disable-next-line no-control-regex
const hasControl = (path: string): boolean => /[\u0000-\u001f\u007f]/.test(path);
