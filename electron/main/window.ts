/** The window: sandboxed page, remembered bounds, quiet chrome. */
import { BrowserWindow, screen } from 'electron';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../base/jsonFile';
import { Bounds, boundsOnScreen } from './bounds';
import { preloadFile, profileFile } from './paths';
import { PAGE_URL } from './protocol';

const WindowFile = {
  version: 1,
  schema: z.strictObject({ version: z.literal(1), bounds: Bounds, maximized: z.boolean() }),
} as const;

const DEFAULT_SIZE = { width: 1440, height: 900 };

export async function openWindow(): Promise<BrowserWindow> {
  const file = profileFile('window.json');
  // A window at its default place is no loss: a broken file is not worth a question.
  const state = (await readJsonFile(file, WindowFile).catch(() => undefined))?.value;
  const bounds =
    state === undefined
      ? undefined
      : boundsOnScreen(
          state.bounds,
          screen.getAllDisplays().map((display) => display.workArea),
        );
  const window = new BrowserWindow({
    ...(bounds ?? DEFAULT_SIZE),
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Gearview',
    backgroundColor: '#16181d',
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadFile(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // Screens keep counting frames while another window is in front.
      backgroundThrottling: false,
    },
  });
  if (state?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  // The app ends with its window; the file is written before that.
  window.once('close', (event) => {
    event.preventDefault();
    void remember(file, window).finally(() => window.destroy());
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  await window.loadURL(PAGE_URL);
  return window;
}

async function remember(file: string, window: BrowserWindow): Promise<void> {
  const state = { version: 1 as const, bounds: window.getNormalBounds(), maximized: window.isMaximized() };
  // The window closes either way; next time it opens at the default place.
  await writeJsonFile(file, WindowFile, state).catch(() => undefined);
}
