/** For tests of the page: a worker and a main that answer over real ports, with the contract checked on both sides. */
import { calls, events, mainCalls, mainEvents, type Calls, type Events } from '../../electron/contract';
import type { Port } from '../../electron/ipc/port';
import { emitOn, serve, type Emit, type Handlers } from '../../electron/ipc/serve';
import type { Link } from './link';
import { main, worker } from './ports';

/** Two ports in one process; messages arrive in a turn of their own. */
export function portPair(): readonly [Port, Port] {
  const make = () => {
    let hear: ((message: unknown, ports: readonly unknown[]) => void) | undefined;
    let closed: () => void = () => undefined;
    return {
      hear: (message: unknown, ports: readonly unknown[]) => hear?.(message, ports),
      closed: () => closed(),
      port: (other: () => { hear(message: unknown, ports: readonly unknown[]): void; closed(): void }): Port => ({
        post: (message, transfer = []) => queueMicrotask(() => other().hear(message, transfer)),
        listen: (listener) => void (hear = listener),
        onClose: (listener) => void (closed = listener),
        close: () => queueMicrotask(() => other().closed()),
      }),
    };
  };
  const [a, b] = [make(), make()];
  return [a.port(() => b), b.port(() => a)];
}

export interface Fake<E extends Events> {
  readonly emit: Emit<E>;
  /** Every call so far, in order. */
  readonly calls: readonly { readonly name: string; readonly input: unknown; readonly ports: readonly unknown[] }[];
  close(): void;
}

function fake<C extends Calls, E extends Events>(link: Link<C, E>, shape: C, eventShape: E, handlers: Handlers<C>): Fake<E> {
  const [ours, theirs] = portPair();
  const made: { name: string; input: unknown; ports: readonly unknown[] }[] = [];
  const entries = Object.entries(handlers).map(([name, handle]) => [
    name,
    (input: never, ports: readonly unknown[]) => {
      made.push({ name, input, ports });
      return handle(input, ports);
    },
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same handlers, each wrapped
  serve(ours, shape, Object.fromEntries(entries) as Handlers<C>);
  link.take(theirs);
  return { emit: emitOn(ours, eventShape), calls: made, close: () => ours.close() };
}

const nothing = (): undefined => undefined;
const never = (): Promise<never> => new Promise(() => undefined);

/** A worker with no hosts, where `handlers` do not say otherwise. */
export function fakeWorker(handlers: Partial<Handlers<typeof calls>> = {}): Fake<typeof events> {
  return fake(worker, calls, events, {
    'host.list': () => [],
    'host.damaged': nothing,
    'host.save': never,
    'host.remove': nothing,
    'host.label': never,
    'host.move': nothing,
    'host.detach': never,
    'host.proposals': () => ({ file: '/home/alice/.ssh/config', proposals: [], problems: [] }),
    'host.import': () => [],
    'connection.list': () => [],
    'connection.open': nothing,
    'connection.close': nothing,
    'connection.wake': nothing,
    'connection.keyChange': never,
    'connection.replaceKey': nothing,
    'connection.secrets': () => [],
    'connection.forgetSecret': nothing,
    'question.list': () => [],
    'question.answer': nothing,
    'log.list': () => [],
    'log.bundle': never,
    'probe.look': never,
    'probe.list': () => [],
    'probe.raw': never,
    'probe.history': (hostId) => ({ hostId, snapshots: [] }),
    'probe.watch': nothing,
    'probe.diagnoses': () => [],
    'recipe.plan': never,
    'recipe.run': never,
    'recipe.stop': nothing,
    'recipe.planSetUp': never,
    'recipe.planUndo': never,
    'recipe.begin': never,
    'recipe.beginAll': never,
    'recipe.cancel': nothing,
    'recipe.prove': nothing,
    'recipe.runs': () => [],
    'recipe.output': ({ runId, from }) => ({ runId, from, lines: [] }),
    'recipe.standing': (hostId) => ({ hostId, unfinished: [], journal: [] }),
    'recipe.resume': never,
    'recipe.dismiss': nothing,
    'recipe.lastWish': nothing,
    'recipe.packages': () => [],
    'recipe.addPackages': never,
    'recipe.removePackage': nothing,
    'session.modes': () => [],
    'session.list': never,
    'session.start': never,
    'session.stop': nothing,
    'screen.open': never,
    'check.list': () => [],
    'check.run': never,
    'check.cancel': nothing,
    'check.pixels': nothing,
    ...handlers,
  });
}

export function fakeMain(handlers: Partial<Handlers<typeof mainCalls>> = {}): Fake<typeof mainEvents> {
  return fake(main, mainCalls, mainEvents, {
    'app.about': () => ({ version: '0', electron: '0', chromium: '0', node: '0', platform: 'test' }),
    'clipboard.read': () => ({ text: '' }),
    'clipboard.write': nothing,
    'dialog.keyFile': nothing,
    'dialog.packages': () => [],
    'dialog.saveText': nothing,
    'window.fullScreen': nothing,
    'worker.state': () => ({ kind: 'running' as const }),
    'worker.restart': nothing,
    ...handlers,
  });
}
