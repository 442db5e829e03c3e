/** A host that has most of what a desktop needs: its set-up has all the steps, and each installs little. */
import type { BoxOptions } from './box';
import { startSetUpHost, type SetUpHost } from './setUpHost';

/** Of each step some. */
const LACKS = [
  'x11-utils',
  'dbus-x11',
  'tigervnc-standalone-server',
  'tigervnc-common',
  'openbox',
  'libobrender32v5',
  'libobt2v5',
  'xterm',
  'libutempter0',
  'mesa-utils',
  'mesa-utils-bin',
];

export const startLightHost = ({ prepare = '', ...options }: Partial<BoxOptions> = {}): Promise<SetUpHost> =>
  startSetUpHost({ kind: 'desktops', ...options, prepare: `dpkg --purge ${LACKS.join(' ')} >/dev/null\n: >/var/log/dpkg.log\n${prepare}` });
