/** Entry of the worker: wires the modules to the ports that main passes, and holds no logic. It imports no Electron. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openLog } from './base/log';
import { createChecks } from './check/checks';
import { openHostKeys } from './connection/hostKey';
import { createPool } from './connection/pool';
import { createQuestions } from './connection/questions';
import { secretsOver, type Secrets } from './connection/secrets';
import { connectSsh } from './connection/sshConnection';
import { calls, events, Failure, secretCalls, workerCalls } from './contract';
import { openHosts } from './host/hosts';
import { createClient } from './ipc/client';
import { emitterPort, type EmitterPort } from './ipc/port';
import { emitOn, serve, type Emit, type Handlers } from './ipc/serve';
import { openScreens } from './screen/screens';
import { createSessions } from './session/sessions';

/** The one argument: folders, as main knows them. */
const Settings = z.strictObject({ home: z.string(), profile: z.string(), resources: z.string(), agentSocket: z.string().optional() });
/** What main says with each port. */
const Handover = z.strictObject({ kind: z.enum(['control', 'secrets', 'page']) });

const settings = Settings.parse(JSON.parse(process.argv[2] ?? 'null'));
const log = openLog(join(settings.profile, 'gearview.log'));
const load = (name: string): Promise<string> => readFile(join(settings.resources, name), 'utf8');

const pages = new Set<Emit<typeof events>>();
const emit: Emit<typeof events> = (name, data) => {
  for (const page of pages) page(name, data);
};

let secrets: Secrets | undefined;
const vault = (): Secrets => {
  if (secrets === undefined) throw new Failure('secrets-unavailable', 'The key store of this system is not connected yet; try again.');
  return secrets;
};
const questions = createQuestions();
const hosts = openHosts(join(settings.profile, 'hosts.json'), log);
const environment = {
  home: settings.home,
  agentSocket: settings.agentSocket,
  hostKeys: openHostKeys({ home: settings.home, questions }),
  questions,
  secrets: {
    store: () => vault().store(),
    read: (key: string) => vault().read(key),
    write: (key: string, value: string) => vault().write(key, value),
    remove: (key: string) => vault().remove(key),
  },
  load,
  log,
};
const pool = createPool({ hosts, connect: (host, options) => connectSsh(host, environment, options) });
const connection = (hostId: string) => pool.open(hostId);
const sessions = createSessions({ connection, load, now: Date.now });
const screens = openScreens({ connection, reach: (id) => sessions.reach(id) });
const checks = createChecks({ connection, load, session: (id) => sessions.known(id), now: Date.now });

questions.onAsked((question) => emit('question.asked', question));
questions.onClosed((id) => emit('question.closed', id));
hosts.onChange((all) => emit('host.changed', [...all]));
pool.onState((change) => emit('connection.changed', change));
sessions.onChange((change) => emit('session.changed', change));
sessions.onProgress((progress) => emit('session.progress', progress));
checks.onChange((check) => emit('check.changed', check));

const handlers: Handlers<typeof calls> = {
  'host.list': async () => [...(await hosts.list())],
  'host.save': (draft) => hosts.save(draft),
  'host.remove': (id) => nothing(hosts.remove(id)),
  'connection.list': () => [...pool.states()],
  'connection.open': (id) => nothing(pool.open(id)),
  'connection.close': (id) => nothing(pool.close(id)),
  'question.list': () => [...questions.open()],
  'question.answer': ({ id, answer }) => nothing(questions.answer(id, answer)),
  'session.list': (id) => sessions.list(id),
  'session.start': (wish) => sessions.start(wish),
  'session.stop': (id) => nothing(sessions.stop(id)),
  'screen.open': (wish, [port]) => screens.open(wish, emitterPort(asPort(port))),
  'check.list': () => [...checks.list()],
  'check.run': (wish) => checks.run(wish),
  'check.cancel': (id) => nothing(checks.cancel(id)),
  'check.pixels': (seen) => nothing(checks.pixels(seen)),
};

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
      return serve(port, workerCalls, { 'worker.ping': () => undefined });
    case 'secrets':
      secrets = secretsOver(createClient(port, secretCalls, {}));
      return undefined;
    case 'page': {
      const page = emitOn(port, events);
      pages.add(page);
      port.onClose(() => pages.delete(page));
      return serve(port, calls, handlers);
    }
  }
});
