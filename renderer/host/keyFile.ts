/** The private key file that the operator chooses in the system's dialog. */
import { failureOf } from '../base/failure';
import { say } from '../base/notices';
import { main } from '../base/ports';

export function chooseKeyFile(take: (path: string) => void): void {
  main.call('dialog.keyFile', undefined).then(
    (path) => path !== undefined && take(path),
    (failed: unknown) => say(failureOf(failed).message, 'bad'),
  );
}
