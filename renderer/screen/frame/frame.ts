/** Entry of a screen's frame: takes one control port from the page, and hands it on. The frame can reach nothing else. */

// noVNC would decode a test picture before it starts; no desktop is ever asked for H.264.
Reflect.deleteProperty(globalThis, 'VideoDecoder');

// Apart: while noVNC finds out what it runs on, the page's message must not be missed.
const rest = import('./control');

window.addEventListener('message', takeControl);

function takeControl(event: MessageEvent<unknown>): void {
  const [port] = event.ports;
  if (event.source !== window.parent || port === undefined) return;
  window.removeEventListener('message', takeControl);
  void rest.then(({ startControl }) => startControl(port));
}
