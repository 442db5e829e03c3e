/** Answers the page's calls to main: clipboard, file dialog, full screen, and the worker's state. */
import { app, clipboard, dialog, type BrowserWindow } from 'electron';
import type { mainCalls } from '../contract';
import { Failure } from '../base/failure';
import { CLIPBOARD_BYTES } from '../contract/screen';
import type { Handlers } from '../ipc/serve';
import { saveText } from './saveText';
import { aboutApp } from './about';
import type { WorkerProcess } from './workerProcess';

export function mainHandlers(window: BrowserWindow, worker: WorkerProcess): Handlers<typeof mainCalls> {
  // R68: the laptop's clipboard is touched only while a person works in this window.
  const mustBeFocused = (): void => {
    if (!window.isFocused()) throw new Failure('bad-input', 'The clipboard is shared only while the window has the focus.');
  };
  return {
    'app.about': aboutApp,
    async 'clipboard.read'() {
      mustBeFocused();
      const text = await clipboard.readText();
      return { text: text.slice(0, CLIPBOARD_BYTES) };
    },
    async 'clipboard.write'({ text }) {
      mustBeFocused();
      await clipboard.writeText(text);
      return undefined;
    },
    async 'dialog.keyFile'() {
      const chosen = await dialog.showOpenDialog(window, {
        title: 'Choose the private key file',
        defaultPath: `${app.getPath('home')}/.ssh`,
        properties: ['openFile', 'showHiddenFiles'],
      });
      return chosen.filePaths[0];
    },
    async 'dialog.packages'() {
      const chosen = await dialog.showOpenDialog(window, {
        title: 'Choose package files',
        filters: [{ name: 'Packages', extensions: ['deb', 'rpm'] }],
        properties: ['openFile', 'multiSelections'],
      });
      // As many as a call may carry.
      return chosen.filePaths.slice(0, 500);
    },
    'dialog.saveText': (file) => saveText(window, file),
    'window.fullScreen': (on) => {
      window.setFullScreen(on);
      return undefined;
    },
    'worker.state': () => worker.state(),
    'worker.restart': () => {
      worker.restart();
      return undefined;
    },
  };
}
