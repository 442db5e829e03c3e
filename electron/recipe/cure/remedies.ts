/** The doctor's cures as data: what their subjects look like, which scripts they are, and how each is taken back. */
import { Failure } from '../../base/failure';
import type { CureName, CureWish } from '../../contract/recipe';
import { hasDisguisingCharacters } from '../../contract/text';

interface Remedy {
  /** The shape of its subject; resources/recipe looks closer. */
  readonly subject: RegExp;
  /** What that is, for a sentence. */
  readonly means: string;
  /** More of resources/recipe/ than the cure itself. */
  readonly parts?: readonly string[];
  /** It talks to X servers (resources/session/x11.pl). */
  readonly speaks?: true;
  /** Milliseconds for a run, when the usual ones are too few. */
  readonly runMs?: number;
  readonly undo: string;
}

const DISPLAY = { subject: /^:?(0|[1-9]\d{0,4})$/, means: 'a display like :3' };
const NOTHING = { subject: /^$/, means: 'empty' };

export const REMEDIES: Readonly<Record<CureName, Remedy>> = {
  'clear-x-files': {
    ...DISPLAY,
    parts: ['xFiles.sh'],
    speaks: true,
    undo: 'Nothing to take back: the next X server makes files of its own.',
  },
  'rename-pid-file': { ...DISPLAY, parts: ['pidFiles.sh'], undo: 'Rename the files back to the name that the plan shows.' },
  'clear-pid-file': {
    subject: /^(~|\/.*)\/\.(vnc|config\/tigervnc|local\/state\/tigervnc)\/[A-Za-z0-9_][A-Za-z0-9._-]*:\d{1,5}\.pid$/,
    means: 'a pid file like ~/.vnc/HOST:3.pid',
    parts: ['pidFiles.sh'],
    undo: 'Nothing to take back: a VNC server writes its own pid file when it starts.',
  },
  'own-home-file': {
    subject: /^~\/\.(vnc|Xauthority|gearview|config|cache|local|dbus|ssh)$/,
    means: 'one of the files that desktops need, like ~/.vnc',
    undo: 'It cannot be taken back: who owned the files before is not kept.',
  },
  'clear-xauth-locks': { ...NOTHING, undo: 'Nothing to take back: xauth makes its locks anew.' },
  'set-aside-xstartup': {
    subject: /^(|(~|\/.*)\/\.(vnc|config\/tigervnc)\/xstartup)$/,
    means: 'a start file like ~/.vnc/xstartup',
    undo: 'Rename the backup in the same folder to xstartup again.',
  },
  'comment-start-up-line': {
    subject: /^(~\/\.[A-Za-z0-9._-]+|\/.+):[1-9]\d{0,5}$/,
    means: 'a line of a start-up file like ~/.bashrc:12',
    undo: 'Take “: # gearview: ” out of that line again, or copy the backup beside it back.',
  },
  'stop-lockers': {
    ...NOTHING,
    undo: 'Remove the files from ~/.config/autostart again, and rename the .gearview-backup beside them, if there is one.',
  },
  'enable-linger': { ...NOTHING, undo: 'Run loginctl disable-linger.' },
  'end-x-server': {
    subject: /^[1-9]\d{0,9}(\.\d{1,20})?$/,
    means: 'a process like 4711 or 4711.123456',
    parts: ['xFiles.sh'],
    speaks: true,
    undo: 'It cannot be taken back: what was open in that desktop is lost.',
  },
  'join-group': {
    subject: /^(vglusers|render|video|docker)$/,
    means: 'one of vglusers, render, video and docker',
    undo: 'Run gpasswd -d USER GROUP as root.',
  },
  'link-egl-vendor': { ...NOTHING, undo: 'Remove /usr/share/glvnd/egl_vendor.d/10_nvidia.json as root.' },
  'configure-packages': {
    ...NOTHING,
    // A kernel module may have to be built.
    runMs: 900_000,
    undo: 'It cannot be taken back: it finishes what an installation had begun.',
  },
};

/** Of resources/, in the order in which they are sent; the one with `main` is the last. */
export const scriptsOf = (name: CureName): readonly string[] => [
  'lib/process.sh',
  ...['steps.sh', 'subject.sh', ...(REMEDIES[name].parts ?? []), `${name}.sh`, 'cure.sh'].map((file) => `recipe/${file}`),
];

/** `//`, `/./` and `/../`: another path than it seems. */
const STRAY = /\/\.{0,2}\//;

/** Throws `bad-input` when the subject is none of this cure: it never reaches the host then. */
export function checkSubject({ name, subject }: CureWish): void {
  const { subject: shape, means } = REMEDIES[name];
  if (shape.test(subject) && !hasDisguisingCharacters(subject) && !STRAY.test(subject)) return;
  const sentence = `The subject of ${name} has to be ${means}.`;
  throw new Failure('bad-input', sentence, { fields: { subject: sentence } });
}
