/** A real desktop on a host, shown as the worker shows it: screens over the pool. */
import { chmodSync } from 'node:fs';
import { openScreens, type Screens } from '../../electron/screen/screens';
import type { Host } from '../../electron/contract/host';
import type { Operator } from './operator';
import { openFrame, type RfbFrame } from './rfbFrame';
import { startXvnc } from './xvnc';

export interface ShownDesktop {
  readonly screens: Screens;
  /** Opens a screen in a frame of its own, as a page does; resolves once it has a picture. Rejects with why there is none. */
  show(): Promise<RfbFrame>;
  /** Resolves once what is drawn now is seen in the frame. */
  moves(frame: RfbFrame): Promise<true>;
  end(): Promise<void>;
}

export async function desktopOn(operator: Operator, host: Host): Promise<ShownDesktop> {
  const xvnc = await startXvnc('tigervnc', { args: ['-rfbunixmode', '0666'] });
  // The account behind sshd is not the one of the X proxy.
  chmodSync(xvnc.home, 0o755);
  const screens = openScreens({
    connection: (hostId) => operator.pool.open(hostId),
    reach: () => Promise.resolve({ hostId: host.id, target: { kind: 'unix', path: xvnc.socketPath }, transport: 'rfb' }),
  });
  const frames: RfbFrame[] = [];
  let colour = 0;
  return {
    screens,
    async show() {
      const frame = openFrame();
      frames.push(frame);
      await screens.open({ sessionId: 'session' }, frame.port);
      await frame.until(() => frame.seen.picture);
      return frame;
    },
    async moves(frame) {
      const before = frame.seen.updates;
      colour += 1;
      await xvnc.drawn('xsetroot', ['-solid', `#${colour.toString(16).padStart(6, '0')}`]);
      return await frame.until(() => frame.seen.updates > before);
    },
    async end() {
      screens.closeAll();
      for (const frame of frames) frame.close();
      await xvnc.stop();
    },
  };
}
