/** The worker as main sees it. */
import { create } from 'zustand';
import { assertNever } from '../../electron/contract';
import type { WorkerState } from '../../electron/contract/main';
import { failureOf } from './failure';
import { say } from './notices';
import { main } from './ports';
import type { Shape } from './StatusShape';
import { baseTexts } from './texts';

export const useWorkerState = create<{ readonly state: WorkerState }>(() => ({ state: { kind: 'starting' } }));

export function followWorkerState(): void {
  const ask = (): void => {
    main.call('worker.state', undefined).then(
      (state) => useWorkerState.setState({ state }),
      () => undefined,
    );
  };
  main.onReady(ask);
  main.on('worker.changed', (state) => useWorkerState.setState({ state }));
}

export function restartWorker(): void {
  main.call('worker.restart', undefined).catch((error: unknown) => say(failureOf(error).message, 'bad'));
}

export interface WorkerWords {
  readonly shape: Shape;
  readonly word: string;
  /** More of it, on hover. */
  readonly why?: string;
  /** The operator can help. */
  readonly restart: boolean;
}

export function workerWords(state: WorkerState): WorkerWords {
  const { worker } = baseTexts;
  switch (state.kind) {
    case 'starting':
      return { shape: 'busy', word: worker.starting, restart: false };
    case 'running':
      return { shape: 'good', word: worker.running, restart: false };
    case 'unresponsive':
      return { shape: 'warn', word: worker.unresponsive, restart: true };
    case 'restarting':
      return { shape: 'busy', word: worker.restarting(state.attempt), restart: false };
    case 'failed':
      return { shape: 'bad', word: worker.failed, why: state.why, restart: true };
    default:
      return assertNever(state);
  }
}
