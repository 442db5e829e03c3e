/** TurboVNC's Xvnc: a private unix socket without password, or one-time passwords; it speaks WebSocket itself. */
import { securityTypes, type XProxy } from './xProxy';

/** What Xvnc offers when it is not told and no policy forbids (Xvnc(1) of TurboVNC, -securitytypes), as far as we can use it. */
const DEFAULT_TYPES = ['vnc', 'otp'];

export const turbovnc: XProxy = {
  kind: 'turbovnc',
  name: 'TurboVNC',
  script: 'session/turbovnc.sh',
  // Since 3.0: it answers a WebSocket request at once, where raw RFB waits 100 ms for such a request first.
  transport: (version) => (/^[3-9]\.|^\d{2,}\./.test(version) ? 'websocket' : 'rfb'),
  access(line) {
    const types = securityTypes(line) ?? DEFAULT_TYPES;
    if (types.includes('none')) return { kind: 'open' };
    if (types.includes('otp')) return { kind: 'one-time-password' };
    if (types.includes('vnc') && line.option('rfbauth') !== undefined) return { kind: 'password-file' };
    return { kind: 'impossible', why: `It wants ${types.join(', ')}; start it with -securitytypes none -uds, or otp.` };
  },
};
