/** The application menu: the same actions as the page's own, for those who look there first. */
import { Menu, app, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../contract/main';

export function setMenu(choose: (command: MenuCommand) => void): void {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => choose(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&Gearview',
      submenu: [
        item('Add host…', 'add-host', 'CmdOrCtrl+N'),
        item('New desktop', 'new-desktop', 'CmdOrCtrl+D'),
        item('Command palette…', 'palette', 'CmdOrCtrl+K'),
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Full screen', 'full-screen', process.platform === 'darwin' ? 'Ctrl+Cmd+F' : 'F11'),
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [item('Keyboard shortcuts', 'shortcuts'), item('About Gearview', 'about')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
