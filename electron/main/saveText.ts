/** Saves a text where the operator says. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import { writeTextFile } from '../base/textFile';
import type { TextFile } from '../contract/log';

/** Resolves with the path, or undefined when the operator cancelled. Throws `storage`. */
export async function saveText(window: BrowserWindow, { name, text }: TextFile): Promise<string | undefined> {
  const downloads = app.getPath('downloads');
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save as a text file',
    defaultPath: join(existsSync(downloads) ? downloads : app.getPath('home'), name),
    filters: [{ name: 'Text', extensions: ['txt'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return undefined;
  await writeTextFile(filePath, text);
  return filePath;
}
