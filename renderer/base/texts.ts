/** Words that belong to no noun. */
import { assertNever, type FailureCode } from '../../electron/contract';

export const baseTexts = {
  appName: 'Gearview',
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  copyDetails: 'Copy details',
  details: 'Details',
  tryAgain: 'Try again',
  editHost: 'Edit host',
  dismiss: 'Dismiss',
  commands: 'Commands',
  commandsPlaceholder: 'Type a command or a host…',
  noCommand: (text: string) => `No command matches “${text}”.`,
  shortcuts: 'Keyboard shortcuts',
  about: 'About Gearview',
  aboutLine: 'GPU desktops over SSH, proven to be drawn by the GPU.',
  version: 'Version',
  moreActions: 'More actions',
  running: 'Running',
  quiet: 'Nothing is running',
  railPanel: 'Hosts panel',
  inspectorPanel: 'Inspector',
  restartWorker: 'Restart',
  worker: {
    starting: 'Starting…',
    running: 'Ready',
    unresponsive: 'The worker does not answer',
    restarting: (attempt: number) => `The worker is being restarted (try ${attempt})`,
    failed: 'The worker has stopped',
  },
};

export interface FailureHelp {
  readonly title: string;
  /** What helps most: the button that comes first. */
  readonly action: 'retry' | 'edit' | 'none';
}

/** What a failure is called, and what the operator can do about it. */
export function failureHelp(code: FailureCode): FailureHelp {
  switch (code) {
    case 'bad-input':
      return { title: 'That cannot be used', action: 'edit' };
    case 'not-found':
      return { title: 'It is not there any more', action: 'none' };
    case 'name-unknown':
      return { title: 'The name has no address', action: 'edit' };
    case 'refused':
      return { title: 'Nothing listens there', action: 'retry' };
    case 'no-route':
      return { title: 'No way to the host', action: 'retry' };
    case 'timeout':
      return { title: 'No answer in time', action: 'retry' };
    case 'not-ssh':
      return { title: 'Not an SSH server', action: 'edit' };
    case 'host-key-unknown':
      return { title: 'Host key not trusted', action: 'retry' };
    case 'host-key-changed':
      return { title: 'The host key has changed', action: 'none' };
    case 'host-key-unverifiable':
      return { title: 'The host key cannot be checked', action: 'retry' };
    case 'auth-rejected':
      return { title: 'Login refused', action: 'edit' };
    case 'auth-unavailable':
      return { title: 'No way to log in', action: 'edit' };
    case 'connection-lost':
      return { title: 'Connection lost', action: 'retry' };
    case 'cancelled':
      return { title: 'Cancelled', action: 'retry' };
    case 'script-failed':
      return { title: 'The host could not do it', action: 'retry' };
    case 'script-noise':
      return { title: 'The answer was not understood', action: 'retry' };
    case 'no-x-proxy':
      return { title: 'No X proxy on this host', action: 'retry' };
    case 'no-window-manager':
      return { title: 'No window manager on this host', action: 'retry' };
    case 'display-busy':
      return { title: 'That display is taken', action: 'edit' };
    case 'session-failed':
      return { title: 'The desktop did not come up', action: 'retry' };
    case 'session-unsafe':
      return { title: 'Ended: it was open to others', action: 'none' };
    case 'session-gone':
      return { title: 'The desktop has ended', action: 'none' };
    case 'forward-refused':
      return { title: 'The desktop cannot be reached', action: 'retry' };
    case 'rfb-refused':
      return { title: 'Closed for your safety', action: 'none' };
    case 'rfb-stalled':
      return { title: 'The desktop stopped answering', action: 'retry' };
    case 'check-failed':
      return { title: 'The check could not run', action: 'retry' };
    case 'storage':
      return { title: 'A file cannot be read or written', action: 'retry' };
    case 'secrets-unavailable':
      return { title: 'No safe place for secrets', action: 'none' };
    case 'internal':
      return { title: 'A defect in Gearview', action: 'retry' };
    default:
      return assertNever(code);
  }
}
