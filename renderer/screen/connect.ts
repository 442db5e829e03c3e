/** Connects screens with their desktops, and again when the stream was lost. */
import { assertNever, type FailureData } from '../../electron/contract';
import type { ConnectionState } from '../../electron/contract/connection';
import type { HostId } from '../../electron/contract/host';
import type { FrameEvent, ScreenId } from '../../electron/contract/screen';
import type { Session } from '../../electron/contract/session';
import { failureOf } from '../base/failure';
import { mark } from '../base/marks';
import { worker } from '../base/ports';
import { connectionOf, onConnectionState } from '../connection/store';
import { hostById } from '../host/store';
import { onStarted } from '../session/starts';
import { onStopped } from '../session/store';
import { detachFrame, onFrameEvent, tellFrame } from './frames';
import { afterEnd, afterHost, whileTrying } from './state';
import { changeScreen, dropScreen, screenById, screenOf, showSession, useScreens } from './store';
import { screenTexts as texts } from './texts';

const timers = new Map<ScreenId, ReturnType<typeof setTimeout>>();
/** A frame that has not spoken by then is broken. */
const FRAME_MS = 15_000;

function later(id: ScreenId, ms: number, run: () => void): void {
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(run, ms));
}

export function openSession(session: Session): void {
  const screen = showSession(session, hostById(session.hostId)?.name ?? '');
  if (screen.state.kind !== 'opening' || screen.state.step !== 'frame') return;
  mark('screen-open', session.id);
  later(screen.id, FRAME_MS, () => over(screen.id, { code: 'internal', message: texts.frameFailed }));
}

/** Ends the view, never the desktop. */
export function closeScreen(id: ScreenId): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  tellFrame(id, { kind: 'disconnect' });
  detachFrame(id);
  dropScreen(id);
}

/** A new stream, at once. */
export function connectScreen(id: ScreenId): void {
  const screen = screenById(id);
  if (screen === undefined) return;
  clearTimeout(timers.get(id));
  const { port1, port2 } = new MessageChannel();
  changeScreen(id, { state: whileTrying(screen.state) });
  tellFrame(id, { kind: 'connect' }, [port1]);
  worker.call('screen.open', { sessionId: screen.session.id }, [port2]).then(
    ({ path }) => changeScreen(id, { path }),
    (error: unknown) => over(id, failureOf(error)),
  );
}

/** The stream is over: wait and try again, or leave it to the operator. */
function over(id: ScreenId, failure: FailureData | undefined): void {
  const screen = screenById(id);
  if (screen === undefined) return;
  const state = afterEnd(screen.state, failure, Date.now(), connectionOf(screen.session.hostId));
  if (state === screen.state) return;
  clearTimeout(timers.get(id));
  changeScreen(id, { state, focused: false });
  if (state.kind === 'reconnecting' && state.at !== undefined) later(id, state.at - Date.now(), () => connectScreen(id));
}

function hear(id: ScreenId, event: FrameEvent): void {
  const screen = screenById(id);
  if (screen === undefined) return;
  switch (event.kind) {
    case 'loaded':
      tellFrame(id, { kind: 'scaling', scaling: screen.scaling });
      tellFrame(id, { kind: 'view-only', on: screen.viewOnly });
      tellFrame(id, { kind: 'in-front', on: useScreens.getState().active === id });
      return connectScreen(id);
    case 'connected':
      if (screen.state.kind === 'opening') changeScreen(id, { state: { kind: 'opening', step: 'picture' } });
      return undefined;
    case 'picture':
      if (screen.state.kind === 'ended') return undefined;
      mark('first-picture', screen.session.id);
      return changeScreen(id, { state: { kind: 'live' }, size: { width: event.width, height: event.height } });
    case 'resized':
      return changeScreen(id, { size: { width: event.width, height: event.height } });
    case 'focused':
      return changeScreen(id, { focused: event.on });
    case 'ended':
      return over(id, event.failure);
    // Their own modules hear these.
    case 'name':
    case 'clipboard':
    case 'shortcut':
    case 'bell':
    case 'sampled':
      return undefined;
    default:
      return assertNever(event);
  }
}

/** Its screens wait for a host that is away, and come back all at once with it. */
function followHost(hostId: HostId, host: ConnectionState): void {
  for (const { id, session, state } of useScreens.getState().screens) {
    if (session.hostId !== hostId) continue;
    const next = afterHost(state, host);
    if (next === 'connect') connectScreen(id);
    else if (next !== state) {
      clearTimeout(timers.get(id));
      changeScreen(id, { state: next });
    }
  }
}

export function followScreens(): void {
  onFrameEvent(hear);
  // A desktop that nobody sees costs no traffic.
  useScreens.subscribe(({ active }, before) => {
    if (active === before.active) return;
    if (before.active !== undefined) tellFrame(before.active, { kind: 'in-front', on: false });
    if (active !== undefined) tellFrame(active, { kind: 'in-front', on: true });
  });
  // What one click asked for ends in front of the operator.
  onStarted(openSession);
  // Who killed a desktop need not be told that it has ended.
  onStopped(({ id }) => {
    const screen = screenOf(id);
    if (screen !== undefined) closeScreen(screen.id);
  });
  worker.onReady(() => {
    // A new worker holds none of the streams of the one before.
    for (const { id, state } of useScreens.getState().screens) {
      if (state.kind === 'live') over(id, { code: 'connection-lost', message: texts.workerGone });
    }
    for (const { id, state } of useScreens.getState().screens) {
      if (state.kind === 'reconnecting' && state.at !== undefined) connectScreen(id);
    }
  });
  onConnectionState(followHost);
}
