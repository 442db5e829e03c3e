/** Makes a host look as one with TurboVNC 3.3 does: what is asked of it, for machines that cannot install it. */
import { shellProgram } from './virtualgl';

/** Shell for root. Its `vncserver -sessionlist` prints /opt/TurboVNC/sessions, in which there is nothing at first. */
export const turbovncHost = (): string => `${shellProgram('/opt/TurboVNC/bin/Xvnc', [
  "echo 'TurboVNC Server (Xvnc) 64-bit v3.3 (build 20261122)' >&2",
])}
${shellProgram('/opt/TurboVNC/bin/vncserver', ['[ "$1" != -sessionlist ] || cat /opt/TurboVNC/sessions'])}
printf '0\\t5\\n' >/opt/TurboVNC/sessions`;
