/** Login facts: the account that is used on a host, its home and start-up files, and what sshd lets it do. */
import type { LoginFacts } from '../contract/probe/login';
import { parseAccount } from './login/account';
import { parseHome } from './login/home';
import { parseSshd } from './login/sshd';
import { parseLoginPath, parseStartUpFiles } from './login/startUpFiles';
import type { Raws } from './raws';
import { toLine } from './system/bounds';

/** What start-up files printed before the answer began. */
export interface Noise {
  readonly bytes: number;
  readonly text: string;
}

export function loginFacts(raws: Raws, noise: Noise | undefined): LoginFacts {
  return {
    ...raws.read('user', parseAccount),
    ...raws.read('home', parseHome),
    startUpLines: raws.read('start-up-files', parseStartUpFiles),
    loginDbus: raws.read('login-path', parseLoginPath),
    noise: noise === undefined ? undefined : { bytes: noise.bytes, text: toLine(noise.text) },
    sshd: raws.read('sshd', parseSshd),
    sudo: raws.read('sudo', parseSudo),
  };
}

/** A path of sudo or doas, or `none`. */
function parseSudo(text: string): LoginFacts['sudo'] {
  const name = text.trim().split('/').at(-1);
  return name === 'sudo' || name === 'doas' || name === 'none' ? name : undefined;
}
