/** What no page of the app may do: navigate, open windows, attach webviews, get a permission (security.md R36-R38, R44). */
import { app, session } from 'electron';
import { frameMayLoad } from './frameUrl';
import { PAGE_URL } from './protocol';

export function setGuards(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => {
      if (event.url !== PAGE_URL) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => {
      const allowed = event.isMainFrame ? event.url === PAGE_URL : frameMayLoad(event.url);
      if (!allowed) event.preventDefault();
    });
  });
}
