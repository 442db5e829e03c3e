/** The laptop's clipboard and a desktop's: text alone, and only while that desktop has the focus (R68). */
import { CLIPBOARD_BYTES, type ScreenId } from '../../electron/contract/screen';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { main } from '../base/ports';
import { onFrameEvent, tellFrame } from './frames';
import { screenById, useScreens, type Screen } from './store';
import { screenTexts as texts } from './texts';

/** UTF-8 bytes of a text. */
const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength;

type Sharing = Pick<Screen, 'focused' | 'shareClipboard' | 'viewOnly' | 'state'>;

/** Whether this screen may read and write the laptop's clipboard now. */
export const shares = (screen: Sharing): boolean =>
  screen.focused && screen.shareClipboard && !screen.viewOnly && screen.state.kind === 'live';

/** What to do with the laptop's text, given the one that both sides had last. */
export function outgoing(text: string, last: string | undefined): 'send' | 'same' | 'too-long' {
  if (text === '' || text === last) return 'same';
  return bytesOf(text) > CLIPBOARD_BYTES ? 'too-long' : 'send';
}

/** The text that laptop and desktop had in common last, per screen. */
const common = new Map<ScreenId, string>();

async function send(id: ScreenId): Promise<void> {
  const before = screenById(id);
  if (before === undefined || !shares(before)) return;
  const { text } = await main.call('clipboard.read', undefined);
  const screen = screenById(id);
  // The focus may have gone while main answered.
  if (screen === undefined || !shares(screen)) return;
  const action = outgoing(text, common.get(id));
  if (action === 'same') return;
  common.set(id, text);
  if (action === 'send') tellFrame(id, { kind: 'paste', text });
  else say(texts.clipboardTooLong);
}

function receive(id: ScreenId, text: string): void {
  const screen = screenById(id);
  if (screen === undefined || !shares(screen) || text === '' || bytesOf(text) > CLIPBOARD_BYTES) return;
  common.set(id, text);
  main.call('clipboard.write', { text }).catch((error: unknown) => say(failureOf(error).message, 'bad'));
}

// Main refuses while the window has no focus: then there is nothing to share.
const trySend = (id: ScreenId): void => void send(id).catch(() => undefined);

export function followClipboard(): void {
  onFrameEvent((id, event) => {
    if (event.kind === 'clipboard') receive(id, event.text);
    else if (event.kind === 'focused' && event.on) trySend(id);
    else if (event.kind === 'picture') trySend(id);
  });
  main.on('window.focused', (focused) => {
    const { active } = useScreens.getState();
    if (focused && active !== undefined) trySend(active);
  });
  useScreens.subscribe(({ screens }) => {
    for (const id of common.keys()) if (!screens.some((screen) => screen.id === id)) common.delete(id);
  });
}
