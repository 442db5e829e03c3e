/** X servers, desktops and the software that makes them. */
import { z } from 'zod';
import { XProxyKind } from '../session';
import { count, line, word } from './text';

export const XServerKind = z.enum(['Xorg', 'Xwayland', 'Xvnc', 'Xtigervnc', 'Xvfb', 'Xephyr', 'x11vnc', 'x0vncserver']);
export type XServerKind = z.infer<typeof XServerKind>;

/** A process that is an X server, or shows one; of any user. */
export const XServer = z.strictObject({
  kind: XServerKind,
  pid: count,
  user: word,
  /** Of this user. */
  own: z.boolean(),
  /** In another mount or network namespace: a container. */
  elsewhere: z.boolean(),
  display: count.optional(),
  zombie: z.boolean(),
  stopped: z.boolean(),
  /** Its -auth file. */
  auth: word.optional(),
  /** Ran as TurboVNC's Xvnc. */
  turbovnc: z.boolean(),
  /** -SecurityTypes, lower case; only X proxies. */
  securityTypes: z.array(word).max(16).optional(),
  /** TCP addresses that it listens on as `ADDRESS:PORT`, when they can be seen. X11's own 6000+n are left out. */
  listens: z.array(word).max(16).optional(),
  noreset: z.boolean().optional(),
  /** -tst, or Extension XTEST disabled. */
  xtestOff: z.boolean().optional(),
  /** GPU nodes that it has open, when they can be seen. */
  nodes: z.array(word).max(16).optional(),
  /** BusID or config file of an Xorg, when its command line or log names one. */
  pci: word.optional(),
});
export type XServer = z.infer<typeof XServer>;

export const XLock = z.strictObject({
  display: count,
  /** /tmp/.XN-lock or /tmp/.X11-unix/XN */
  path: word,
  kind: z.enum(['lock', 'socket']),
  own: z.boolean(),
  owner: word,
  /** In a lock. */
  pid: count.optional(),
  /** The process is there and is an X server, or somebody listens on the socket. */
  alive: z.boolean(),
});
export type XLock = z.infer<typeof XLock>;

/** A pid file by which an X proxy's own starter finds its sessions. */
export const VncFile = z.strictObject({
  path: word,
  host: word,
  display: count,
  pid: count,
  /** What runs under that pid now: its X proxy, another process, or nothing. */
  runs: z.enum(['proxy', 'other', 'nothing']),
  /** Name of the other process. */
  comm: word.optional(),
});
export type VncFile = z.infer<typeof VncFile>;

/** One desktop of this user that runs. */
export const DesktopState = z.strictObject({
  display: count,
  pid: count,
  /** _NET_SUPPORTING_WM_CHECK of the root window; absent when the X server did not answer. */
  windowManager: z.boolean().optional(),
  /** Everybody on the host may connect: access control off, or LOCAL: in the list. */
  openToOthers: z.boolean().optional(),
  /** Its starter's own list does not know it. */
  unlisted: z.boolean(),
  /** Of the programs in it. */
  preloadsVirtualgl: z.boolean().optional(),
  /** DBUS_SESSION_BUS_ADDRESS is set in the window manager's environment. */
  dbus: z.boolean().optional(),
  /** XDG_RUNTIME_DIR there, and whether it is a directory of this user. */
  runtimeDir: z.strictObject({ path: word, usable: z.boolean() }).optional(),
});
export type DesktopState = z.infer<typeof DesktopState>;

/** What the logs of desktops say of a known fault. */
export const LogHit = z.strictObject({
  /** The file. */
  path: word,
  kind: z.enum([
    'killed-at-once', // Killing Xvnc process ID
    'vgl-no-display', // [VGL] ERROR: Could not open display :0.
    'vgl-invalid-device', // Invalid EGL device
    'vgl-no-egl', // Could not enable OpenGL API
    'vgl-no-glx', // The EGL back end requires a 2D X server with a GLX extension
    'x-unauthorised', // Authorization required, but no authorization protocol specified
    'no-dbus', // Unable to contact settings server, dbus-launch
    'no-runtime-dir', // unable to create directory /run/user/UID/dconf
    'gnome-failed', // Oh no! Something has gone wrong
    'too-many-failures', // Too many authentication failures
    'no-otp', // The one-time password has not been set on the server
    'session-limit',
    'no-window-manager', // No window manager specified, no such window manager
    'disk-full', // No space left on device, Disk quota exceeded
    'otp-home', // -t is incompatible with -o
  ]),
  /** The line itself. */
  text: line,
  /** Epoch ms of the file's last change, host's clock. */
  at: z.number(),
});
export type LogHit = z.infer<typeof LogHit>;

const Path = z.strictObject({ path: word, text: line });

export const DesktopFacts = z.strictObject({
  xServers: z.array(XServer).max(128).optional(),
  /** Locks and sockets of all displays. */
  xLocks: z.array(XLock).max(128).optional(),
  displayManager: z.strictObject({ name: word, version: word.optional(), active: z.boolean() }).optional(),
  /** Graphical logins at the host's own screen. */
  seats: z
    .array(z.strictObject({ user: word, type: word, display: word, greeter: z.boolean() }))
    .max(16)
    .optional(),
  vncFiles: z.array(VncFile).max(64).optional(),
  desktops: z.array(DesktopState).max(32).optional(),
  logHits: z.array(LogHit).max(64).optional(),
  /** `(EE)` lines of Xorg logs: file and line. */
  xorgErrors: z.array(Path).max(32).optional(),
  /** Screen lockers of this user that run. */
  lockers: z.array(word).max(8).optional(),

  xProxies: z
    .array(z.strictObject({ kind: XProxyKind, version: word, path: word }))
    .max(4)
    .optional(),
  virtualgl: z
    .strictObject({
      version: word,
      /** The loader finds libvglfaker.so: without it vglrun runs programs without VirtualGL, silently. */
      inLoaderPath: z.boolean(),
      /** Group vglusers exists; and this login is in it. */
      group: z.boolean(),
      inGroup: z.boolean(),
      /** The account is in vglusers, this login not yet. */
      groupPending: z.boolean(),
      /** /etc/opt/VirtualGL/vgl_xauth_key: the 3D X server's cookie. */
      xauthKey: z.enum(['absent', 'readable', 'unreadable']),
      /** /etc/modprobe.d/virtualgl.conf limits the device nodes to a group. */
      restricted: z.boolean(),
    })
    .optional(),
  turbovnc: z
    .strictObject({
      /** permitted-security-types of turbovncserver-security.conf(5), lower case. */
      permittedSecurityTypes: z.array(word).max(32).optional(),
      sessionLimit: count.optional(),
      /** Sessions that its own list knows, displays. */
      listed: z.array(count).max(64).optional(),
      /** $vglrun in a turbovncserver.conf. */
      vglrun: line.optional(),
    })
    .optional(),
  /** `vncserver` in this login's PATH, and whose it is. */
  vncserverCommand: z.strictObject({ path: word, of: z.enum(['turbovnc', 'tigervnc', 'other']) }).optional(),
  /** The user's own start file, where there is one: it overrides every choice of window manager. */
  xstartup: z.strictObject({ path: word, executable: z.boolean(), starts: z.boolean() }).optional(),
  xorg: z.strictObject({ version: word, nvidiaDriver: z.boolean() }).optional(),
  x11vnc: word.optional(),
  windowManagers: z
    .array(z.strictObject({ id: word, name: word }))
    .max(64)
    .optional(),
  dbus: z
    .strictObject({
      /** dbus-launch in this login's PATH. */
      launch: word.optional(),
      /** The system's bus daemon or dbus-run-session is there. */
      daemon: z.boolean(),
    })
    .optional(),
  /** Of the tools that desktops and checks need. */
  tools: z.strictObject({ present: z.array(word).max(64), missing: z.array(word).max(64) }).optional(),
});
export type DesktopFacts = z.infer<typeof DesktopFacts>;
