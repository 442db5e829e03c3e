/** Hands the page its ports, and the paths of packages that a person dropped on it: no function, no Electron object reaches the page. */
import { ipcRenderer, webUtils } from 'electron';

// The page says when it listens; main answers each time with fresh ports.
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const { data } = event;
  const isReady = typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'page-ready';
  if (event.source === window && isReady) ipcRenderer.send('page-ready');
});

ipcRenderer.on('port', (event, name: unknown) => {
  if (name === 'main' || name === 'worker') window.postMessage({ kind: 'port', name }, '*', event.ports);
});

const PATHS = 500;

// Only a person can drop a file, only where the page takes packages, and only packages and folders get a path (R40).
window.addEventListener(
  'drop',
  (event) => {
    const { target, dataTransfer } = event;
    if (!event.isTrusted || !(target instanceof Element) || target.closest('[data-accepts-packages]') === null) return;
    const paths = [...(dataTransfer?.items ?? [])]
      .filter((item) => item.kind === 'file')
      .map((item) => ({ file: item.getAsFile(), isFolder: item.webkitGetAsEntry()?.isDirectory === true }))
      .filter(({ file, isFolder }) => file !== null && (isFolder || /\.(deb|rpm)$/i.test(file.name)))
      .map(({ file }) => (file === null ? '' : webUtils.getPathForFile(file)))
      .filter((path) => path !== '')
      .slice(0, PATHS);
    window.postMessage({ kind: 'dropped-packages', paths }, '*');
  },
  true,
);
