/** The RFB handshake, twice: with the host, where a password may be needed, and with noVNC, which is always told that none is. */
import { plainText } from '../contract/text';
import { REASON_BYTES } from './limits';
import { hold, u32, u8, type Emit, type Reader } from './reader';
import { refused } from './refusal';
import { vncAuthResponse } from './vncAuth';

const NONE = 1;
const VNC_AUTH = 2;
/** IANA's registry of RFB security types, for sentences. */
const TYPE_NAMES: Readonly<Record<number, string>> = {
  5: 'RA2',
  6: 'RA2ne',
  16: 'Tight',
  18: 'TLS',
  19: 'VeNCrypt',
  30: 'ARD',
  113: 'MS-Logon',
};

export interface HostEnd {
  /** For VncAuth, from the session's own set-up; the operator is never asked for one. */
  readonly password: () => string | undefined;
  readonly reply: Emit;
}

const ascii = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Ends after the security handshake: ClientInit is next. Throws `rfb-refused`. */
export function* hostHandshake(host: HostEnd): Reader {
  const version = yield hold(12);
  const minor = /^RFB 003\.00([378])\n$/.exec(ascii(version))?.[1];
  if (minor === undefined)
    throw refused(`What answers is not a VNC server that Gearview speaks to (it begins with “${plainText(ascii(version), 24)}”).`);
  host.reply(version);
  const type = minor === '3' ? yield* decidedType(host) : yield* chosenType(host);
  if (type === VNC_AUTH) {
    const challenge = yield hold(16);
    host.reply(vncAuthResponse(host.password() ?? '', challenge));
  }
  // Before 3.8, None goes without a result.
  if (type === NONE && minor !== '8') return;
  const result = u32(yield hold(4), 0);
  if (result === 0) return;
  const reason = minor === '8' ? yield* reasonText() : '';
  if (type === VNC_AUTH) throw refused(`The desktop did not accept its one-time password${said(reason)}; open it again.`);
  throw turnedAway(reason);
}

const said = (reason: string): string => (reason === '' ? '' : ` (“${reason}”)`);
const turnedAway = (reason: string): Error => refused(`The desktop refused the screen${said(reason) || ' and gave no reason'}.`);

/** With a password at hand it is used, even where None is offered too. */
const acceptable = (host: HostEnd): readonly number[] => (host.password() === undefined ? [NONE] : [VNC_AUTH, NONE]);

/** 3.3: the server decides. */
function* decidedType(host: HostEnd): Reader<number> {
  const type = u32(yield hold(4), 0);
  if (type === 0) throw turnedAway(yield* reasonText());
  if (!acceptable(host).includes(type)) throw askedForPassword([type]);
  return type;
}

function* chosenType(host: HostEnd): Reader<number> {
  const count = u8(yield hold(1), 0);
  if (count === 0) throw turnedAway(yield* reasonText());
  const types = [...(yield hold(count))];
  const type = acceptable(host).find((each) => types.includes(each));
  if (type === undefined) throw askedForPassword(types);
  host.reply(Uint8Array.of(type));
  return type;
}

function askedForPassword(types: readonly number[]): Error {
  const names = [...new Set(types)].map((type) => (type === VNC_AUTH ? 'VncAuth' : (TYPE_NAMES[type] ?? `type ${type}`)));
  return refused(
    `The server asked for a password (${names.slice(0, 8).join(', ')}); sessions started by this app never do, so the screen was closed.`,
  );
}

function* reasonText(): Reader<string> {
  const length = u32(yield hold(4), 0);
  const text = Buffer.from(yield hold(Math.min(length, REASON_BYTES))).toString('utf8');
  return plainText(text, 300);
}

const VERSION = new TextEncoder().encode('RFB 003.008\n');

/** noVNC's side: version 3.8, security None, OK. Ends with its ClientInit, whose wish to be alone on the desktop is not passed on. */
export function* frameHandshake(reply: Emit): Reader {
  reply(VERSION);
  const version = yield hold(12);
  if (ascii(version) !== ascii(VERSION)) throw refused('The screen answered in a version of RFB that was not offered.');
  reply(Uint8Array.of(1, NONE));
  const type = u8(yield hold(1), 0);
  if (type !== NONE) throw refused('The screen chose a way to log in that was not offered.');
  reply(Uint8Array.of(0, 0, 0, 0));
  yield hold(1);
}
