/** For tests of the page: the other end of a screen's control port, and a desktop to open. */
import { FrameCommand, type FrameEvent, type ScreenId } from '../../electron/contract/screen';
import type { Session } from '../../electron/contract/session';
import { attachFrame, detachFrame, onFrameEvent, tellFrame } from './frames';

export const session = (display = 1, more: Partial<Session> = {}): Session => ({
  id: `0123456789ab/9b1d2f6e-5c3b-4b0f-9a51-0c6e6a1f2b3c.${display}.100.200`,
  hostId: '0123456789ab',
  display,
  name: 'one',
  xProxy: 'turbovnc',
  mode: 'software',
  ours: true,
  state: 'live',
  startedAt: 0,
  pid: 100,
  rfb: { kind: 'unix' },
  ...more,
});

export interface FakeFrame {
  /** Resolves when the page has done all that follows. */
  say(event: FrameEvent): Promise<void>;
  /** Resolves when all that the page has begun has reached the frame. */
  settled(): Promise<void>;
  /** Commands so far, without our own. */
  told(): readonly FrameCommand[];
  /** RFB ports that came with `connect`. */
  readonly rfb: readonly MessagePort[];
  close(): void;
}

export function fakeFrame(id: ScreenId): FakeFrame {
  const told: FrameCommand[] = [];
  const rfb: MessagePort[] = [];
  let port: MessagePort | undefined;
  let arrived = (): void => undefined;
  const inner = {
    postMessage(_data: unknown, _origin: string, [given]: readonly MessagePort[]) {
      port = given;
      given?.addEventListener('message', ({ data, ports }: MessageEvent<unknown>) => {
        const command = FrameCommand.parse(data);
        rfb.push(...ports);
        // Messages keep their order: behind this one nothing is under way.
        if (command.kind === 'focus') arrived();
        else told.push(command);
      });
      given?.start();
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the frame's window only postMessage is used
  attachFrame(id, inner as unknown as Window);

  async function settled(): Promise<void> {
    // The fake worker and main answer in microtasks.
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
    await new Promise<void>((resolve) => {
      arrived = resolve;
      tellFrame(id, { kind: 'focus' });
    });
  }

  return {
    settled,
    async say(event) {
      const heard = new Promise<void>((resolve) => {
        const leave = onFrameEvent((from, last) => {
          if (from !== id || last.kind !== 'bell') return;
          leave();
          resolve();
        });
      });
      port?.postMessage(event);
      port?.postMessage({ kind: 'bell' });
      await heard;
      await settled();
    },
    told: () => told,
    rfb,
    close() {
      detachFrame(id);
      port?.close();
    },
  };
}
