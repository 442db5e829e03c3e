/** Entry of the worker: wires the modules to the ports that main passes, and holds no logic. It imports no Electron. */
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openLog } from './base/log';
import { createChecks } from './check/checks';
import { createProvenSetUps } from './check/provenSetUps';
import { bundleOf } from './connection/bundle';
import { openHostKeys } from './connection/hostKey';
import { createHostLogs } from './connection/hostLog';
import { createJumps } from './connection/jumps';
import { watchNetwork } from './connection/network';
import { createPool } from './connection/pool';
import { createQuestions } from './connection/questions';
import { openResources } from './connection/resources';
import { openSecrets, vaultOver, type SecretVault } from './connection/secrets';
import { connectSsh } from './connection/sshConnection';
import { calls, events, Failure, secretCalls, workerCalls } from './contract';
import { openHosts } from './host/hosts';
import { openSshConfig } from './host/sshConfig/sshConfig';
import { createClient } from './ipc/client';
import { emitterPort, type EmitterPort } from './ipc/port';
import { emitOn, serve, type Emit, type Handlers } from './ipc/serve';
import { openScreens } from './screen/screens';
import { createExaminations } from './probe/examinations';
import { cureAndLook } from './recipe/cure/cured';
import { createCures } from './recipe/cure/cures';
import { openPackages } from './recipe/packages/store';
import { setUpHandlers } from './recipe/run/handlers';
import { modeChoicesOf } from './session/modeChoices';
import { createSessions } from './session/sessions';

/** The one argument: folders as main knows them, and the names and versions of what runs here. */
const Settings = z.strictObject({
  home: z.string(),
  profile: z.string(),
  resources: z.string(),
  agentSocket: z.string().optional(),
  app: z.record(z.string(), z.string()),
});
/** What main says with each port. */
const Handover = z.strictObject({ kind: z.enum(['control', 'secrets', 'page']) });

/** Put in by the build: SHA-256 of each script, by name. */
declare const RESOURCE_SUMS: Readonly<Record<string, string>>;

const settings = Settings.parse(JSON.parse(process.argv[2] ?? 'null'));
const log = openLog(join(settings.profile, 'gearview.log'));
const load = openResources(settings.resources, RESOURCE_SUMS);

const pages = new Set<Emit<typeof events>>();
const emit: Emit<typeof events> = (name, data) => {
  for (const page of pages) page(name, data);
};

let connectedVault: SecretVault | undefined;
const vault = (): SecretVault => {
  if (connectedVault === undefined)
    throw new Failure('secrets-unavailable', 'The key store of this system is not connected yet; try again.');
  return connectedVault;
};
const secrets = openSecrets({
  vault: {
    store: async () => await vault().store(),
    read: async (name) => await vault().read(name),
    write: async (name, value) => await vault().write(name, value),
    remove: async (name) => await vault().remove(name),
    list: async () => await vault().list(),
  },
  home: settings.home,
  log,
});
const hostLogs = createHostLogs(log);
const questions = createQuestions();
const config = openSshConfig({ home: settings.home });
const hosts = openHosts(join(settings.profile, 'hosts.json'), { log, config });
const hostKeys = openHostKeys({ home: settings.home, questions, log });
const environment = {
  home: settings.home,
  agentSocket: settings.agentSocket,
  hostKeys,
  questions,
  secrets,
  load,
  log,
  jumps: createJumps(),
};
const pool = createPool({
  hosts,
  connect: (host, options) => connectSsh(host, environment, options),
  log,
});
watchNetwork(() => pool.wake());
const connection = (hostId: string) => pool.open(hostId);
const cures = createCures({ connection, load });
const sessions = createSessions({ connection, load, now: Date.now });
const screens = openScreens({ connection, reach: (id) => sessions.reach(id) });
const checks = createChecks({ connection, load, session: (id) => sessions.known(id), now: Date.now });

const examinations = createExaminations({
  connection,
  peek: (hostId) => pool.peek(hostId),
  load,
  now: Date.now,
  folder: join(settings.profile, 'facts'),
  checks: (hostId) => checks.list().filter(({ sessionId }) => hostOf(sessionId) === hostId),
  log: (hostId) => hostLogs.list(hostId),
  emit,
  onExamined: (diagnosis, facts) => emit('session.modesChanged', modeChoicesOf(diagnosis, facts)),
  onXServers: (hostId) => void sessions.list(hostId).catch(() => undefined),
});

const packages = openPackages(join(settings.profile, 'packages'));
const setUps = createProvenSetUps({
  connection,
  load,
  look: (hostId) => examinations.lookAnew(hostId),
  sessions,
  checks,
  packages,
  ask: (question, signal) => questions.ask(question, signal),
  hostName: async (hostId) => (await hosts.get(hostId)).name,
  laptop: { user: userInfo().username, name: hostname() },
  wishesFile: join(settings.profile, 'wishes.json'),
  quiet: (hostId) => examinations.rest(hostId),
  renew: (hostId) => pool.renew(hostId),
  onRun(run) {
    emit('recipe.runChanged', run);
    if (run.endedAt === undefined) return;
    examinations.wake(run.hostId);
    void sessions.list(run.hostId).catch(() => undefined);
  },
  onOutput: (output) => emit('recipe.outputAdded', output),
});

packages.onChange((files) => emit('recipe.packagesChanged', [...files]));
questions.onAsked((question) => emit('question.asked', question));
questions.onClosed((id) => emit('question.closed', id));
hosts.onChange((all) => emit('host.changed', [...all]));
hostLogs.onAdded((entry) => {
  emit('log.added', entry);
  examinations.reconsider(entry.hostId);
});
pool.onState((change) => {
  emit('connection.changed', change);
  if (change.state.kind === 'ready') examinations.connected(change.hostId);
  else examinations.disconnected(change.hostId);
});
sessions.onChange((change) => emit('session.changed', change));
sessions.onProgress((progress) => emit('session.progress', progress));
checks.onChange((check) => {
  emit('check.changed', check);
  if (check.phase.kind !== 'running') examinations.reconsider(hostOf(check.sessionId));
});

/** All but what depends on the page that asks. */
const handlers: Omit<Handlers<typeof calls>, 'probe.watch'> = {
  'host.list': async () => [...(await hosts.list())],
  'host.damaged': async () => {
    await hosts.list();
    return hosts.damaged();
  },
  'host.save': async (draft) => {
    const before = draft.id === undefined ? undefined : await hosts.get(draft.id);
    const saved = await hosts.save(draft);
    // What only the login before needed is of no use to the new one.
    if (before !== undefined) await secrets.forgetHost(before, await hosts.list());
    return saved;
  },
  'host.remove': async (id) => {
    await setUps.checkFree(id);
    const host = await hosts.get(id);
    await hosts.remove(id);
    hostLogs.forget(id);
    await examinations.forget(id);
    await setUps.forgetHost(id);
    await secrets.forgetHost(host, await hosts.list());
    return undefined;
  },
  'host.label': ({ id, labels }) => hosts.label(id, labels),
  'host.move': ({ id, before }) => nothing(hosts.move(id, before)),
  'host.detach': (id) => hosts.detach(id),
  'host.proposals': () => hosts.proposals(),
  'host.import': async (aliases) => [...(await hosts.importAliases(aliases))],
  'connection.list': () => [...pool.states()],
  'connection.open': (id) => nothing(pool.open(id)),
  'connection.close': async (id) => {
    // It would connect again at once, to follow what runs there.
    await setUps.checkFree(id);
    pool.close(id);
    return undefined;
  },
  'connection.wake': () => nothing(pool.wake()),
  'connection.keyChange': (id) => {
    const change = hostKeys.change(id);
    if (change === undefined) throw new Failure('not-found', 'No changed host key is known for this host; connect again to see it.');
    return change;
  },
  'connection.replaceKey': ({ hostId, fingerprint }) => nothing(hostKeys.replace(hostId, fingerprint)),
  'connection.secrets': async (id) => [...(await secrets.list(await hosts.get(id)))],
  'connection.forgetSecret': async ({ hostId, id }) => nothing(secrets.forgetOne(await hosts.get(hostId), id)),
  'log.list': (id) => [...hostLogs.list(id)],
  'log.bundle': async (id) => {
    const state = pool.states().find(({ hostId }) => hostId === id)?.state ?? { kind: 'idle' };
    return bundleOf(
      await hosts.get(id),
      { app: settings.app, state, more: examinations.sections(id), log: hostLogs.list(id), now: Date.now() },
      log,
    );
  },
  'question.list': () => [...questions.open()],
  'question.answer': ({ id, answer }) => nothing(questions.answer(id, answer)),
  ...examinations.handlers,
  'recipe.plan': ({ hostId, cure }) => cures.plan(hostId, cure),
  'recipe.run': async (call) => {
    const cured = await cureAndLook(
      { cures, look: (id) => examinations.look(id), onProgress: (soFar) => emit('recipe.progress', soFar) },
      call,
    );
    void sessions.list(call.hostId).catch(() => undefined);
    return cured;
  },
  'recipe.stop': ({ hostId, cure }) => nothing(cures.stop(hostId, cure)),
  ...setUpHandlers(setUps, packages),
  'session.modes': () => examinations.list().map(([diagnosis, facts]) => modeChoicesOf(diagnosis, facts)),
  'session.list': (id) => sessions.list(id),
  'session.start': async (wish) => {
    const session = await sessions.start(wish);
    examinations.desktopsChanged(wish.hostId);
    return session;
  },
  'session.stop': async (id) => {
    await sessions.stop(id);
    examinations.desktopsChanged(hostOf(id));
    return undefined;
  },
  'screen.open': (wish, [port]) => screens.open(wish, emitterPort(asPort(port))),
  'check.list': () => [...checks.list()],
  'check.run': (wish) => checks.run(wish),
  'check.cancel': (id) => nothing(checks.cancel(id)),
  'check.pixels': (seen) => nothing(checks.pixels(seen)),
};

const hostOf = (sessionId: string): string => sessionId.slice(0, sessionId.indexOf('/'));

async function nothing(done: unknown): Promise<undefined> {
  await done;
  return undefined;
}

const isPort = (value: unknown): value is EmitterPort =>
  typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;

function asPort(value: unknown): EmitterPort {
  if (!isPort(value)) throw new Failure('bad-input', 'A message port has to come along.');
  return value;
}

process.parentPort.on('message', ({ data, ports }) => {
  const { kind } = Handover.parse(data);
  const port = emitterPort(asPort(ports[0]));
  switch (kind) {
    case 'control':
      return serve(port, workerCalls, {
        'worker.ping': () => undefined,
        'worker.power': (event) => nothing(event === 'resume' && pool.wake()),
      });
    case 'secrets':
      connectedVault = vaultOver(createClient(port, secretCalls, {}));
      return undefined;
    case 'page': {
      const page = emitOn(port, events);
      pages.add(page);
      port.onClose(() => {
        pages.delete(page);
        examinations.leave(page);
      });
      return serve(port, calls, {
        ...handlers,
        'probe.watch': (ids) => nothing(examinations.watch(page, ids, (now) => page('probe.load', now))),
      });
    }
  }
});
