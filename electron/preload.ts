/** Hands the page its ports and nothing else: no function, no Electron object reaches the page. */
import { ipcRenderer } from 'electron';

// The page says when it listens; main answers each time with fresh ports.
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const { data } = event;
  const isReady = typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'page-ready';
  if (event.source === window && isReady) ipcRenderer.send('page-ready');
});

ipcRenderer.on('port', (event, name: unknown) => {
  if (name === 'main' || name === 'worker') window.postMessage({ kind: 'port', name }, '*', event.ports);
});
