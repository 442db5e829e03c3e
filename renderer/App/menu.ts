/** What the application menu asks of the page. */
import { showOverlay, toggleFullScreen } from '../base/layout';
import { main } from '../base/ports';
import { assertNever } from '../../electron/contract';
import { showHostDialog } from '../host/store';
import { newDesktopHere } from './here';

export function followMenu(): void {
  main.on('menu.chosen', (command) => {
    switch (command) {
      case 'add-host':
        return showHostDialog({ kind: 'add' });
      case 'new-desktop':
        return newDesktopHere();
      case 'full-screen':
        return toggleFullScreen();
      case 'palette':
      case 'shortcuts':
      case 'about':
        return showOverlay(command);
      default:
        return assertNever(command);
    }
  });
}
