/** Obeys the page's commands on the control port, and tells it what happens. */
import '../../base/jitless';
import { assertNever } from '../../../electron/contract';
import { FrameCommand, type FrameEvent } from '../../../electron/contract/screen';
import { eventTargetPort } from '../../../electron/ipc/port';
import { createDesktop, type Desktop } from './desktop';
import { followWindow } from './place';
import { sample } from './sampler';
import { catchShortcuts } from './shortcuts';

/** `port` is the frame's end of the control port. */
export function startControl(port: MessagePort): void {
  const control = eventTargetPort(port);
  const place = document.getElementById('desktop');
  if (place === null) return;
  followWindow(place);
  const emit = (event: FrameEvent): void => control.post(event);
  const desktop = createDesktop(place, emit);
  const obey = createObedience(desktop, emit);
  catchShortcuts(window, (shortcut) => {
    if (shortcut === 'release') desktop.release();
    emit({ kind: 'shortcut', shortcut });
  });
  for (const [name, on] of [
    ['focus', true],
    ['blur', false],
  ] as const) {
    // Our own blur only releases keys.
    window.addEventListener(name, ({ isTrusted }) => isTrusted && emit({ kind: 'focused', on }));
  }
  control.listen((raw, ports) => {
    const command = FrameCommand.safeParse(raw);
    if (command.success) obey(command.data, ports);
  });
  emit({ kind: 'loaded' });
}

function createObedience(desktop: Desktop, emit: (event: FrameEvent) => void) {
  let stopSampling: (() => void) | undefined;
  let inFront = true;
  const look = (): void => desktop.setLookedAt(stopSampling !== undefined || (inFront && !document.hidden));
  document.addEventListener('visibilitychange', look);

  return (command: FrameCommand, ports: readonly unknown[]): void => {
    switch (command.kind) {
      case 'connect': {
        const [port] = ports;
        if (port instanceof MessagePort) desktop.connect(eventTargetPort(port));
        return;
      }
      case 'disconnect':
        return desktop.disconnect();
      case 'view-only':
        return desktop.set({ viewOnly: command.on });
      case 'scaling':
        return desktop.set({ scaling: command.scaling });
      case 'ctrl-alt-del':
        return desktop.ctrlAltDel();
      case 'paste':
        return desktop.paste(command.text);
      case 'focus':
        window.focus();
        return desktop.focus();
      case 'in-front':
        inFront = command.on;
        return look();
      case 'sample':
        stopSampling?.();
        stopSampling = sample(command.region, desktop.canvas, (sampled) => emit({ kind: 'sampled', ...sampled }));
        return look();
      case 'stop-sampling':
        stopSampling?.();
        stopSampling = undefined;
        return look();
      default:
        return assertNever(command);
    }
  };
}
