/** A VNC client that does no more than log in. */
import { connect } from 'node:net';
import type { ForwardTarget } from '../../electron/connection/connection';
import { vncAuthResponse } from '../../electron/screen/vncAuth';

/** Logs in to the desktop as a VNC client would (RFC 6143 §7.2.2); whether it was let in. */
export function logIn(target: ForwardTarget, password: string): Promise<boolean> {
  return new Promise((give, refuse) => {
    const socket = target.kind === 'unix' ? connect(target.path) : connect(target.port, '127.0.0.1');
    let got = Buffer.alloc(0);
    let step = 0;
    socket.once('error', refuse);
    socket.once('close', () => refuse(new Error(`closed after ${got.length} bytes of step ${step}`)));
    socket.on('data', (bytes) => {
      got = Buffer.concat([got, bytes]);
      const take = (count: number): Buffer => {
        const taken = got.subarray(0, count);
        got = got.subarray(count);
        step += 1;
        return taken;
      };
      if (step === 0 && got.length >= 12) socket.write(take(12));
      if (step === 1 && got.length >= 2) {
        const types = take(got.length);
        if (!types.includes(2)) refuse(new Error(`no VncAuth among ${[...types].join(' ')}`));
        socket.write(Uint8Array.of(2));
      }
      if (step === 2 && got.length >= 16) socket.write(vncAuthResponse(password, take(16)));
      if (step === 3 && got.length >= 4) {
        give(take(4).readUInt32BE() === 0);
        socket.removeAllListeners('close');
        socket.destroy();
      }
    });
  });
}
