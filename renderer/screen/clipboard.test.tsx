import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { mainEvents } from '../../electron/contract';
import { CLIPBOARD_BYTES } from '../../electron/contract/screen';
import { fakeMain, type Fake } from '../base/fakePorts';
import { useNotices } from '../base/notices';
import { followClipboard, outgoing, shares } from './clipboard';
import { fakeFrame, session, type FakeFrame } from './fakeFrame';
import { activateScreen, changeScreen, showSession, useScreens, type Screen } from './store';

const open = { focused: true, shareClipboard: true, viewOnly: false, state: { kind: 'live' } } as const;

describe('whether a screen shares the clipboard', () => {
  test.each([
    [open, true],
    [{ ...open, focused: false }, false],
    [{ ...open, shareClipboard: false }, false],
    [{ ...open, viewOnly: true }, false],
    [{ ...open, state: { kind: 'ended' } as const }, false],
  ])('%j: %s', (screen, yes) => {
    expect(shares(screen)).toBe(yes);
  });
});

test('only a new text goes out, and at most 1 MiB of UTF-8', () => {
  expect(outgoing('a', undefined)).toBe('send');
  expect(outgoing('a', 'a')).toBe('same');
  expect(outgoing('', 'a')).toBe('same');
  expect(outgoing('x'.repeat(CLIPBOARD_BYTES), undefined)).toBe('send');
  // Two bytes each.
  expect(outgoing('ü'.repeat(CLIPBOARD_BYTES / 2 + 1), undefined)).toBe('too-long');
});

describe('with a frame', () => {
  let main: Fake<typeof mainEvents>;
  let laptop: string;
  let screen: Screen;
  let frame: FakeFrame;
  const written: string[] = [];

  beforeAll(followClipboard);
  beforeEach(() => {
    laptop = 'from the laptop';
    written.length = 0;
    main = fakeMain({
      'clipboard.read': () => ({ text: laptop }),
      'clipboard.write': ({ text }) => void written.push(text),
    });
    screen = showSession(session(), 'gpu1');
    changeScreen(screen.id, { state: { kind: 'live' } });
    frame = fakeFrame(screen.id);
  });
  afterEach(() => {
    frame.close();
    main.close();
    useScreens.setState({ screens: [], active: undefined });
    useNotices.setState({ notices: [] });
  });

  const focus = (on: boolean): Promise<void> => {
    changeScreen(screen.id, { focused: on });
    return frame.say({ kind: 'focused', on });
  };
  const pasted = (): string[] => frame.told().flatMap((command) => (command.kind === 'paste' ? [command.text] : []));

  test('the laptop’s text goes in with the focus, once', async () => {
    await focus(true);
    await focus(false);
    await focus(true);
    expect(pasted()).toEqual(['from the laptop']);
    laptop = 'another';
    main.emit('window.focused', true);
    await frame.settled();
    expect(pasted()).toEqual(['from the laptop', 'another']);
  });

  test('a desktop’s text reaches the laptop only while it has the focus', async () => {
    await frame.say({ kind: 'clipboard', text: 'sneaky' });
    expect(written).toEqual([]);
    await focus(true);
    await frame.say({ kind: 'clipboard', text: 'copied there' });
    expect(written).toEqual(['copied there']);
  });

  test('what came from the desktop is not sent back to it', async () => {
    laptop = '';
    await focus(true);
    await frame.say({ kind: 'clipboard', text: 'copied there' });
    laptop = 'copied there';
    main.emit('window.focused', true);
    await frame.settled();
    expect(pasted()).toEqual([]);
  });

  test('a screen in the background reads nothing', async () => {
    activateScreen(undefined);
    main.emit('window.focused', true);
    await frame.settled();
    expect(main.calls).toEqual([]);
  });

  test('too long a text is not sent, and that is said', async () => {
    laptop = 'ü'.repeat(CLIPBOARD_BYTES / 2 + 1);
    await focus(true);
    expect(pasted()).toEqual([]);
    expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([expect.stringContaining('1 MiB')]);
  });
});
