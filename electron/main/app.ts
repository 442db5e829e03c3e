/** Brings the app up: schemes, guards, worker, window, menu; and down again. */
import { BrowserWindow, MessageChannelMain, app, dialog, ipcMain, type IpcMainEvent } from 'electron';
import { mainCalls, mainEvents } from '../contract';
import { Failure } from '../base/failure';
import { emitterPort } from '../ipc/port';
import { emitOn, serve, type Emit } from '../ipc/serve';
import { mainHandlers } from './calls';
import { setGuards } from './guards';
import { setMenu } from './menu';
import { PAGE_ORIGIN, declareSchemes, serveSchemes } from './protocol';
import { openWindow } from './window';
import { startWorker } from './workerProcess';

export function startApp(): void {
  declareSchemes();
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(run)
    .catch((error: unknown) => {
      const failure = Failure.from(error);
      dialog.showErrorBox('Gearview could not start', `${failure.message}\n\n${failure.detail ?? ''}`);
      app.exit(1);
    });
}

async function run(): Promise<void> {
  serveSchemes();
  setGuards();
  // The page that listens now; undefined while none does.
  let emit: Emit<typeof mainEvents> | undefined;
  let giveWorkerPort = (): void => undefined;
  const worker = startWorker(
    (state) => emit?.('worker.changed', state),
    // At the first start there is no page yet; later each new worker needs a new port.
    () => queueMicrotask(() => giveWorkerPort()),
  );
  app.on('before-quit', () => worker.stop());
  setMenu((command) => emit?.('menu.chosen', command));

  const listen = (window: BrowserWindow): void => {
    giveWorkerPort = () => {
      if (!window.isDestroyed()) window.webContents.postMessage('port', 'worker', [worker.connect()]);
    };
    const { port1, port2 } = new MessageChannelMain();
    const port = emitterPort(port1);
    serve(port, mainCalls, mainHandlers(window, worker));
    emit = emitOn(port, mainEvents);
    window.webContents.postMessage('port', 'main', [port2]);
    giveWorkerPort();
  };

  ipcMain.on('page-ready', (event) => {
    const window = ownWindow(event);
    if (window !== undefined) listen(window);
  });
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  app.on('browser-window-focus', () => emit?.('window.focused', true));
  app.on('browser-window-blur', () => emit?.('window.focused', false));

  const window = await openWindow();
  window.on('enter-full-screen', () => emit?.('window.fullScreen', true));
  window.on('leave-full-screen', () => emit?.('window.fullScreen', false));
}

/** The window of the sender when it is the page itself: its main frame, at our own origin (R34). */
function ownWindow(event: IpcMainEvent): BrowserWindow | undefined {
  const window = BrowserWindow.fromWebContents(event.sender) ?? undefined;
  const frame = event.senderFrame;
  return window !== undefined && frame !== null && frame === event.sender.mainFrame && frame.origin === PAGE_ORIGIN ? window : undefined;
}
