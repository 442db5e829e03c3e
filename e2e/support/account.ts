/** Throw-away accounts of this machine, for root only. */
import { run } from './process';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export async function accountOf(name: string): Promise<Account | undefined> {
  const line = await run('getent', ['passwd', name]).catch(() => '');
  const [, , uid, gid] = line.split(':');
  return uid === undefined || gid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

/** Without a password only keys can log in: `*` is no hash, and unlike `!` it does not lock the account. */
export async function createAccount(name: string, shell: string, password?: string): Promise<Account> {
  // useradd gives up at once when another one holds its lock.
  await locked('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/',
    '--shell',
    shell,
    '--password',
    '*',
    name,
  ]).catch((error: unknown) => {
    // Two tests may create the shared account at the same time.
    if (password !== undefined || !String(error).includes('already exists')) throw error;
  });
  if (password !== undefined) await locked('chpasswd', [], `${name}:${password}\n`);
  const account = await accountOf(name);
  if (account === undefined) throw new Error(`account ${name} is not there after useradd`);
  return account;
}

export async function removeAccount(name: string): Promise<void> {
  await locked('userdel', [name]).catch((error: unknown) => {
    if (!String(error).includes('does not exist')) throw error;
  });
}

async function locked(command: string, args: readonly string[], input?: string): Promise<void> {
  await run('flock', ['/run/gearview-accounts.lock', command, ...args], input);
}
