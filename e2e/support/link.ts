/** Links that break: rules in this process's own network (netns.ts), and a proxy that makes one slow. */
import { execFileSync } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';

export interface Link {
  /** Not one packet passes, in either direction, and nobody is told. */
  drop(): void;
  /** Each packet is lost with this probability. */
  lose(probability: number): void;
  /** Every packet to the port is answered with a reset. */
  reset(): void;
  heal(): void;
}

const BOTH = ['--dport', '--sport'];

/** The link to a port of loopback. */
export function linkTo(port: number): Link {
  let rules: string[][] = [];
  const iptables = (...args: readonly string[]): void => void execFileSync('iptables', ['--wait', ...args], { stdio: 'pipe' });
  const heal = (): void => {
    for (const rule of rules) iptables('-D', 'INPUT', ...rule);
    rules = [];
  };
  const set = (sides: readonly string[], ...target: readonly string[]): void => {
    heal();
    rules = sides.map((side) => ['-p', 'tcp', side, `${port}`, ...target]);
    for (const rule of rules) iptables('-A', 'INPUT', ...rule);
  };
  return {
    drop: () => set(BOTH, '-j', 'DROP'),
    lose: (probability) => set(BOTH, '-m', 'statistic', '--mode', 'random', '--probability', `${probability}`, '-j', 'DROP'),
    // One way only: the resets themselves have to pass.
    reset: () => set(['--dport'], '-j', 'REJECT', '--reject-with', 'tcp-reset'),
    heal,
  };
}

export interface SlowLink {
  readonly port: number;
  close(): void;
}

/** A way to `port` on which every byte arrives `ms` later, in each direction. */
export async function slowLink(port: number, ms: number): Promise<SlowLink> {
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (chunk) => void setTimeout(() => to.writable && to.write(chunk), ms));
    from.on('end', () => void setTimeout(() => to.end(), ms));
    from.on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

export interface Card {
  /** As in another network: it has this address, and no other. */
  address(address: string): void;
  remove(): void;
}

/** A network card of this process's own network; nothing is reached through it. */
export function addCard(): Card {
  const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });
  ip('link', 'add', 'gv0', 'type', 'veth', 'peer', 'name', 'gv1');
  for (const end of ['gv0', 'gv1']) ip('link', 'set', end, 'up');
  return {
    address(address) {
      ip('addr', 'flush', 'dev', 'gv0');
      ip('addr', 'add', `${address}/32`, 'dev', 'gv0');
    },
    remove: () => ip('link', 'del', 'gv0'),
  };
}
