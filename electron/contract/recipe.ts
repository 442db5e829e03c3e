/** Recipes that change a host: what a run would do now, and what it did. In this version: the doctor's cures. */
import { z } from 'zod';
import { HostId } from './host';
import { line, word } from './probe/text';

/**
 * A script of resources/recipe each, named alike. Subjects, where there is more to say than below: a display is `:3` or `3`; a path begins
 * with `~/` or `/`; a process is `PID`, or `PID.START` with its start time in clock ticks since the boot (proc(5), field 22). A cure without
 * a subject takes the empty text.
 */
export const CureName = z.enum([
  'clear-x-files', // display; removes lock and socket of an X server that is gone
  'rename-pid-file', // display; gives the pid file the name of this host, so that list and kill find the session
  'clear-pid-file', // path `~/.vnc/HOST:3.pid`, or in a folder of TigerVNC; removes a pid file whose process is gone or another
  'own-home-file', // `~/.vnc`, `~/.Xauthority`, `~/.gearview`, `~/.config`, `~/.cache`, `~/.local`, `~/.dbus`, `~/.ssh`; gives it back to the user (root)
  'clear-xauth-locks', // no subject; removes stale ~/.Xauthority-c and -l
  'set-aside-xstartup', // no subject, or the path of that start file; renames ~/.vnc/xstartup
  'comment-start-up-line', // path:line, `~/.bashrc:12` or below /etc (root); comments out a line of a start-up file, keeping a copy
  'stop-lockers', // no subject; turns the screen locker off in this user's desktops
  'enable-linger', // no subject; loginctl enable-linger
  'end-x-server', // process; ends an X proxy or viewer server of this user
  'join-group', // vglusers, render, video or docker; adds this user to that group (root)
  'link-egl-vendor', // no subject; writes the missing 10_nvidia.json (root)
  'configure-packages', // no subject; dpkg --configure -a (root)
]);
export type CureName = z.infer<typeof CureName>;

export const CureWish = z.strictObject({ name: CureName, subject: word });
export type CureWish = z.infer<typeof CureWish>;

/** One command of a plan. */
export const Step = z.strictObject({
  /** What it is for, in a few words. */
  title: line,
  /** Exactly what runs, as a line for a shell, without the `sudo -n` that a root step of another user gets; empty where there is nothing to do. */
  command: z.string().max(2000),
  root: z.boolean(),
  state: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('to-do') }),
    z.strictObject({ kind: z.literal('running') }),
    /** Found so already; nothing runs. */
    z.strictObject({ kind: z.literal('already') }),
    z.strictObject({ kind: z.literal('cannot'), why: line }),
    z.strictObject({ kind: z.literal('done') }),
    z.strictObject({ kind: z.literal('failed'), status: z.number().int(), output: z.string().max(4000) }),
  ]),
});
export type Step = z.infer<typeof Step>;

export const Plan = z.strictObject({
  hostId: HostId,
  cure: CureWish,
  steps: z.array(Step).max(32),
  /** How to take it back, in a sentence. */
  undo: line,
});
export type Plan = z.infer<typeof Plan>;

export const CureCall = z.strictObject({
  hostId: HostId,
  cure: CureWish,
  /** Of the finding that is to be gone afterwards. */ key: z.string().max(300),
});

/** A run of a cure, and what the doctor says afterwards. */
export const Cured = z.strictObject({ plan: Plan, /** The finding is not found any more. */ gone: z.boolean() });
export type Cured = z.infer<typeof Cured>;
