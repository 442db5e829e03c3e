/** An sshd that ends with the test that started it, however that one ends. */
import { onTestFinished } from 'vitest';
import { startSshd, type Sshd, type SshdOptions } from './sshd';

export async function sshdForTest(options?: SshdOptions): Promise<Sshd> {
  const sshd = await startSshd(options);
  onTestFinished(() => sshd.stop());
  return sshd;
}
