/** The worker as a utilityProcess: started, supervised, and given one port per page and one for secrets. */
import { MessageChannelMain, app, powerMonitor, utilityProcess, type MessagePortMain } from 'electron';
import { homedir } from 'node:os';
import { secretCalls, workerCalls } from '../contract';
import type { WorkerState } from '../contract/main';
import { createClient } from '../ipc/client';
import { emitterPort } from '../ipc/port';
import { serve } from '../ipc/serve';
import { aboutApp } from './about';
import { profileFile, resourcesFolder, workerFile } from './paths';
import { secretHandlers } from './secrets';
import { supervise, type Started } from './supervisor';

export interface WorkerProcess {
  state(): WorkerState;
  restart(): void;
  stop(): void;
  /** A fresh port to the worker that runs now. */
  connect(): MessagePortMain;
  /** Of the running process, for tests and “About”. */
  pid(): number | undefined;
}

const HEARTBEAT_MS = 2000;

/** `onStarted` is called with each new process, when pages need a new port. */
export function startWorker(onState: (state: WorkerState) => void, onStarted: () => void): WorkerProcess {
  const secrets = secretHandlers(profileFile('secrets.json'));
  let child: Electron.UtilityProcess;
  let power = (_event: 'resume' | 'suspend'): Promise<unknown> => Promise.resolve();

  function start(): Started {
    const settings = {
      home: homedir(),
      profile: app.getPath('userData'),
      resources: resourcesFolder(),
      agentSocket: process.env['SSH_AUTH_SOCK'],
      app: aboutApp(),
    };
    const worker = utilityProcess.fork(workerFile(), [JSON.stringify(settings)], { serviceName: 'Gearview worker', stdio: 'inherit' });
    child = worker;
    const control = new MessageChannelMain();
    const vault = new MessageChannelMain();
    worker.postMessage({ kind: 'control' }, [control.port2]);
    worker.postMessage({ kind: 'secrets' }, [vault.port2]);
    serve(emitterPort(vault.port1), secretCalls, secrets);
    const client = createClient(emitterPort(control.port1), workerCalls, {});
    // A worker that is just dying has nothing to wake.
    power = (event) => client.call('worker.power', event).catch(() => undefined);
    onStarted();
    return {
      ping: () => client.call('worker.ping', undefined),
      kill: () => void worker.kill(),
      onExit: (listener) => void worker.once('exit', listener),
    };
  }

  // What stood still while the machine slept has to be looked at when it wakes, not when its silence is noticed.
  powerMonitor.on('resume', () => void power('resume'));
  powerMonitor.on('suspend', () => void power('suspend'));
  const supervisor = supervise({ start, onState, now: () => performance.now(), heartbeatMs: HEARTBEAT_MS });
  return {
    ...supervisor,
    connect() {
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ kind: 'page' }, [port1]);
      return port2;
    },
    pid: () => child.pid,
  };
}
