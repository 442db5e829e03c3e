/** Saves a text where the operator chooses, and says where. */
import type { TextFile } from '../../electron/contract/log';
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { main } from '../base/ports';
import { connectionTexts } from './texts';

export async function saveText(file: TextFile): Promise<void> {
  try {
    const path = await main.call('dialog.saveText', file);
    if (path !== undefined) say(connectionTexts.savedTo(path));
  } catch (error) {
    say(failureOf(error).message, 'bad');
  }
}
