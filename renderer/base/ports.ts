/** The page's two links: to the worker, which does all work on hosts, and to main, which owns window and clipboard. */
import { calls, events, mainCalls, mainEvents } from '../../electron/contract';
import { eventTargetPort } from '../../electron/ipc/port';
import { createLink } from './link';

export const worker = createLink(calls, events);
export const main = createLink(mainCalls, mainEvents);

/** Takes the ports that the preload hands over, and says that the page listens. */
export function receivePorts(): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    // A frame could post the same words; only the preload posts from this very window.
    if (event.source !== window) return;
    const [port] = event.ports;
    const name = portName(event.data);
    if (port === undefined || name === undefined) return;
    (name === 'worker' ? worker : main).take(eventTargetPort(port));
  });
  window.postMessage({ kind: 'page-ready' }, '*');
}

/** Which port a message announces. */
export function portName(data: unknown): 'main' | 'worker' | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('name' in data) || data.kind !== 'port') return undefined;
  return data.name === 'main' || data.name === 'worker' ? data.name : undefined;
}
