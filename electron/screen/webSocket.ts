/** RFB in WebSocket frames over a stream to the host: TurboVNC's Xvnc answers that in 4 ms, where raw RFB waits 100 ms for it to make up its mind. */
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocket } from 'ws';
import { HANDSHAKE_MS, WEBSOCKET_FRAME_BYTES } from './limits';

/** Rejects, and the stream is gone, when what answers speaks no WebSocket: after those 100 ms, TurboVNC does not either. */
export async function webSocketOver(stream: Duplex): Promise<Duplex> {
  const socket = new WebSocket('ws://localhost/', 'binary', {
    createConnection: () => stream,
    // Xvnc refuses a request without one.
    origin: 'http://localhost',
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: WEBSOCKET_FRAME_BYTES,
    skipUTF8Validation: true,
  });
  return await new Promise((resolve, reject) => {
    socket.once('error', (error) => {
      stream.destroy();
      reject(error);
    });
    socket.once('open', () => {
      socket.removeAllListeners('error');
      resolve(createWebSocketStream(socket));
    });
  });
}
