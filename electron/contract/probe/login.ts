/** The login that Gearview uses on a host, and what sshd lets it do. */
import { z } from 'zod';
import { count, line, word } from './text';

export const HomeFile = z.strictObject({
  /** ~/.vnc, ~/.Xauthority … */
  path: word,
  owner: word,
  /** Octal. */
  mode: word,
  kind: z.enum(['file', 'directory', 'link', 'other']),
  own: z.boolean(),
  writable: z.boolean(),
});
export type HomeFile = z.infer<typeof HomeFile>;

/** A line of a start-up file that changes desktops. */
export const StartUpLine = z.strictObject({
  path: word,
  /** From 1. */
  line: count,
  kind: z.enum(['tvnc-vglrun', 'conda', 'prints', 'ld-preload', 'vgl-display']),
  text: line,
});
export type StartUpLine = z.infer<typeof StartUpLine>;

export const LoginFacts = z.strictObject({
  user: word.optional(),
  uid: count.optional(),
  shell: word.optional(),
  /** Of this login. */
  groups: z.array(word).max(128).optional(),
  /** Of the account, but not of this login: they count from the next login on. */
  pendingGroups: z.array(word).max(32).optional(),
  home: z.strictObject({ path: word, exists: z.boolean(), writable: z.boolean(), own: z.boolean() }).optional(),
  /** Files of this user's that desktops need, when they are there. */
  homeFiles: z.array(HomeFile).max(64).optional(),
  /** XDG_RUNTIME_DIR of this login: of its own, usable; absent when it is not set. */
  runtimeDir: z.strictObject({ path: word, usable: z.boolean() }).optional(),
  startUpLines: z.array(StartUpLine).max(32).optional(),
  /** dbus-launch and dbus-daemon as a login shell finds them, first one first. */
  loginDbus: z.array(word).max(8).optional(),
  /** Bytes that start-up files printed before the answer, and their beginning. */
  noise: z.strictObject({ bytes: count, text: line }).optional(),
  sshd: z
    .strictObject({
      allowTcpForwarding: z.enum(['yes', 'no', 'local', 'remote']).optional(),
      allowStreamLocalForwarding: z.enum(['yes', 'no', 'local', 'remote']).optional(),
      disableForwarding: z.boolean().optional(),
      permitOpen: z.array(word).max(16).optional(),
      maxSessions: count.optional(),
      maxStartups: word.optional(),
      clientAliveInterval: count.optional(),
      forceCommand: z.boolean().optional(),
    })
    .optional(),
  /** sudo or doas is installed; whether this user may use it is not tried, for a refused sudo sends mail. */
  sudo: z.enum(['sudo', 'doas', 'none']).optional(),
});
export type LoginFacts = z.infer<typeof LoginFacts>;
