/** A bare host and an operator's app before it: set-ups planned and run as the worker does, over a link that can be cut. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createChecks } from '../../electron/check/checks';
import { createProvenSetUps } from '../../electron/check/provenSetUps';
import { createPool, type Pool } from '../../electron/connection/pool';
import { connectSsh } from '../../electron/connection/sshConnection';
import type { Log } from '../../electron/base/log';
import type { Host } from '../../electron/contract/host';
import type { SetUpPlan, SetUpRun, SetUpWish } from '../../electron/contract/setUp';
import { createProbes } from '../../electron/probe/probes';
import { openPackages, type PackageStore } from '../../electron/recipe/packages/store';
import { wishOf } from '../../electron/recipe/plan/fixtures';
import type { SetUps } from '../../electron/recipe/run/setUps';
import { createSessions } from '../../electron/session/sessions';
import { startBox, type Box, type BoxOptions } from './box';
import { hostOf, loadScript, openLaptop, type Laptop } from './laptop';
import { startPackageProxy, type PackageProxy } from './packageProxy';

/** What a bare host is set up for in most tests. */
export const WISH: SetUpWish = wishOf({ mode: 'software', xProxy: 'tigervnc', desktop: 'openbox' });

interface AppGiven {
  readonly name?: string;
  readonly user?: string;
  /** Who logs in; the box's own account when left out. */
  readonly login?: string;
}

/** The app of one operator: what it knows is gone with it. */
export interface App {
  readonly laptop: Laptop;
  readonly pool: Pool;
  readonly setUps: SetUps;
  readonly packages: PackageStore;
  readonly host: Host;
  /** Every state of every run, in order. */
  readonly seen: readonly SetUpRun[];
  /** All that was told and logged, as text. */
  everything(): string;
  /** Lines that commands printed. */
  output(runId: string): string;
  /** Resolves when the run has ended, its proof too. */
  ended(runId: string): Promise<SetUpRun>;
  /** Plans, begins and waits for the end. */
  setUp(wish?: Partial<SetUpWish>): Promise<SetUpRun>;
  /** As a crash: the link goes, and nothing is told to the host. */
  kill(): void;
}

export interface SetUpHost {
  readonly box: Box;
  readonly proxy: PackageProxy;
  app(given?: AppGiven): App;
  /** Everything below /etc (content, modes, owners, links), and the list of packages, a line each. */
  listing(): Promise<readonly string[]>;
  /** A checksum of that. */
  state(): Promise<string>;
  stop(): Promise<void>;
}

const STATE = [
  'cd /etc',
  "find . -printf '%y %m %u %g %p %l\\n' | LC_ALL=C sort",
  'find . -type f -exec sha256sum {} + | LC_ALL=C sort -k2',
  "dpkg-query -W -f '${Package}:${Architecture} ${Version} ${Status}\\n' | LC_ALL=C sort",
].join('; ');

export async function startSetUpHost(options: Partial<BoxOptions> = {}): Promise<SetUpHost> {
  const proxy = await startPackageProxy();
  const { prepare = '', ...more } = options;
  const box = await startBox({ release: 'bookworm', kind: 'bare', ...more, prepare: `${proxy.prepare}\n${prepare}` });
  const apps: App[] = [];
  const listing = (): Promise<string> => box.asRoot(STATE);
  return {
    box,
    proxy,
    app(given = {}) {
      const app = openApp(box, given);
      apps.push(app);
      return app;
    },
    listing: async () => (await listing()).trimEnd().split('\n'),
    state: async () =>
      createHash('sha256')
        .update(await listing())
        .digest('hex'),
    async stop() {
      for (const app of apps) {
        app.kill();
        app.laptop.end();
      }
      await box.stop();
      await proxy.stop();
    },
  };
}

function openApp(box: Box, { name = 'laptop-1', user = 'anna', login = box.user }: AppGiven): App {
  const laptop = openLaptop();
  laptop.know(box.hostKeyLine);
  const host = hostOf(box, { user: login });
  const told: unknown[] = [];
  const log: Log = { write: (...entry) => void told.push(entry), secret: () => undefined };
  const pool = createPool({
    hosts: { get: () => Promise.resolve(host), onChange: () => () => undefined },
    connect: (to, how) => connectSsh(to, { ...laptop.environment, log }, how),
    log,
  });
  let isDead = false;
  // What still runs of a dead app gets no further.
  const connection = (hostId: string) => (isDead ? new Promise<never>(() => undefined) : pool.open(hostId));
  const sessions = createSessions({ connection, load: loadScript, now: Date.now });
  const checks = createChecks({ connection, load: loadScript, session: (id) => sessions.known(id), now: Date.now });
  const probes = createProbes({ connection, load: loadScript, now: Date.now });
  const packages = openPackages(join(laptop.home, 'packages'));
  const seen: SetUpRun[] = [];
  const listeners = new Set<(run: SetUpRun) => void>();
  const setUps = createProvenSetUps({
    connection,
    load: loadScript,
    look: (hostId) => probes.lookAnew(hostId),
    sessions,
    checks,
    packages,
    ask: (question, signal) => laptop.environment.questions.ask(question, signal),
    hostName: () => Promise.resolve(host.name),
    laptop: { user, name },
    wishesFile: join(laptop.home, 'wishes.json'),
    quiet: () => undefined,
    renew: (hostId) => pool.renew(hostId),
    onRun(run) {
      seen.push(run);
      for (const listener of listeners) listener(run);
    },
    onOutput: (output) => void told.push(output),
  });
  const hasEnded = (run: SetUpRun): boolean => run.endedAt !== undefined && run.proof?.kind !== 'running';
  const ended = (runId: string): Promise<SetUpRun> =>
    new Promise((resolve) => {
      const look = (run: SetUpRun | undefined): void => {
        if (run?.id !== runId || !hasEnded(run)) return;
        listeners.delete(look);
        resolve(run);
      };
      listeners.add(look);
      look(setUps.runs().find(({ id }) => id === runId));
    });
  return {
    laptop,
    pool,
    setUps,
    packages,
    host,
    seen,
    everything: () => JSON.stringify([told, seen, setUps.runs(), laptop.asked]),
    output: (runId) => setUps.output(runId, 0).lines.join('\n'),
    ended,
    async setUp(wish = {}) {
      const { id, hostId } = await setUps.planSetUp(host.id, { ...WISH, ...wish });
      return ended((await setUps.begin({ hostId, planId: id, typed: host.name })).id);
    },
    kill() {
      isDead = true;
      pool.closeAll();
    },
  };
}

/** Titles with what became of each step, a line each. */
export const stepsOf = ({ steps }: Pick<SetUpPlan, 'steps'>): string =>
  steps.map(({ id, state }) => `${id} ${state.kind}${'why' in state ? ` (${state.why})` : ''}`).join('\n');
