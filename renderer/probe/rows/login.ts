/** Rows of the login that Gearview uses, and of what sshd lets it do. */
import type { Facts } from '../../../electron/contract/probe';
import type { HomeFile, LoginFacts } from '../../../electron/contract/probe/login';
import { FACT_NAMES, factTexts as texts } from '../factTexts';
import { joined, map, rowMaker, type FactRow, type Said } from './row';

const names = FACT_NAMES.login;

export function loginRows(facts: Facts): readonly FactRow[] {
  const row = rowMaker(facts);
  const { login } = facts;
  return [
    ...row('user', names.user, userLine(login)),
    ...row(
      'user',
      names.groups,
      map(login.groups, (all) => all.join(', ')),
    ),
    ...row(
      'user',
      names.pendingGroups,
      login.pendingGroups === undefined || login.pendingGroups.length === 0 ? undefined : login.pendingGroups.join(', '),
    ),
    ...row('home', names.home, map(login.home, homeLine)),
    ...row(
      'home',
      names.homeFiles,
      map(login.homeFiles, (all) => all.map(fileLine)),
    ),
    ...row(
      'user',
      names.runtimeDir,
      map(login.runtimeDir, ({ path, usable }) => joined(path, !usable && texts.notUsable)),
    ),
    ...row(
      'start-up-files',
      names.startUpFiles,
      map(login.startUpLines, (all) =>
        all.length === 0 ? texts.startUpCalm : all.map(({ path, line, text }) => `${path}:${line} ${text}`),
      ),
    ),
    ...row(
      'start-up-files',
      names.noise,
      map(login.noise, ({ bytes, text }) => [texts.bytes(bytes), text]),
    ),
    ...row('login-path', names.dbusPath, login.loginDbus),
    ...row('sshd', names.sshd, map(login.sshd, sshdLines)),
    ...row('sudo', names.root, login.sudo),
  ];
}

function userLine({ user, uid, shell }: LoginFacts): Said {
  return user === undefined ? undefined : joined(uid === undefined ? user : `${user} (${uid})`, shell);
}

const homeLine = ({ path, exists, writable, own }: NonNullable<LoginFacts['home']>): string =>
  joined(path, !exists && texts.notThere, exists && !writable && texts.notWritable, exists && !own && texts.foreign);

const fileLine = ({ path, owner, mode, own, writable }: HomeFile): string =>
  joined(path, `${mode} ${owner}`, !own && texts.foreign, !writable && texts.notWritable);

function sshdLines({
  allowTcpForwarding,
  allowStreamLocalForwarding,
  disableForwarding,
  permitOpen,
  maxSessions,
  maxStartups,
  clientAliveInterval,
  forceCommand,
}: NonNullable<LoginFacts['sshd']>): readonly string[] {
  const lines = [
    map(allowTcpForwarding, texts.tcpForwarding),
    map(allowStreamLocalForwarding, texts.socketForwarding),
    disableForwarding === true ? texts.forwardingDisabled : undefined,
    map(permitOpen, (all) => texts.permitOpen(all.join(', '))),
    map(maxSessions, texts.maxSessions),
    map(maxStartups, texts.maxStartups),
    map(clientAliveInterval, texts.aliveInterval),
    forceCommand === true ? texts.forceCommand : undefined,
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? [texts.sshdDefaults] : lines;
}
