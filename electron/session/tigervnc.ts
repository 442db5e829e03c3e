/** TigerVNC's Xvnc: a private unix socket without password, or VncAuth with a password file on loopback. */
import { securityTypes, type XProxy } from './xProxy';

/** What Xvnc offers when it is not told (Xvnc -help, 1.12: SecurityTypes). */
const DEFAULT_TYPES = ['tlsvnc', 'vncauth'];

export const tigervnc: XProxy = {
  kind: 'tigervnc',
  name: 'TigerVNC',
  script: 'session/tigervnc.sh',
  transport: () => 'rfb',
  access(line) {
    const types = securityTypes(line) ?? DEFAULT_TYPES;
    if (types.includes('none')) return { kind: 'open' };
    if (!types.includes('vncauth'))
      return { kind: 'impossible', why: `It wants ${types.join(', ')}; start it with -SecurityTypes None on a unix socket, or VncAuth.` };
    // Xvnc reads the file on every login, so it is the only place to know the password from.
    if (line.option('passwordfile', 'rfbauth') === undefined)
      return { kind: 'impossible', why: 'It wants a password, and its command line names no password file.' };
    return { kind: 'password-file' };
  },
};
