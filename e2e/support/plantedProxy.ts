/** X proxies that somebody started by hand, with what their starters leave: real desktops for faults to be planted in. */
import { existsSync } from 'node:fs';

/** Where they run: a line of shell as the user, resolved with its stdout. */
export interface Shell {
  run(line: string): Promise<string>;
}

export interface PlantedProxy {
  readonly display: number;
  readonly pid: number;
}

/** In a pid file's name: filled in by the shell. */
const HERE = '$(uname -n)';
/** On a socket that only its user reaches. */
const PRIVATE = '-rfbport -1 -rfbunixpath ~/rfb.$n -rfbunixmode 0600 -SecurityTypes None';

let last = 600;
/** A display that nothing here uses. */
export function nextDisplay(): number {
  do last += 1;
  while (existsSync(`/tmp/.X${last}-lock`) || existsSync(`/tmp/.X11-unix/X${last}`));
  return last;
}

/** Waits for what the condition says, at most 10 s. */
const until = (condition: string): string => `i=0; until ${condition}; do i=$((i+1)); [ $i -lt 500 ] || exit 1; sleep 0.02; done`;

/** Starts Xtigervnc with a cookie and nothing that is drawn; `orphaned`: its parent never collects it, as a process 1 that does not. */
export async function startProxy(on: Shell, { options = PRIVATE, orphaned = false, display = nextDisplay() } = {}): Promise<PlantedProxy> {
  const server = `Xtigervnc :$n -auth ~/cookie.$n ${options}`;
  const told = await on.run(`export n=${display}
xauth -f ~/cookie.$n add :$n . $(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n') 2>/dev/null
setsid sh -c '${server}${orphaned ? ' & exec sleep infinity' : '; exit'}' >/dev/null 2>&1 </dev/null &
${until('[ -S /tmp/.X11-unix/X$n ]')}
cat /tmp/.X$n-lock`);
  const pid = Number(told);
  if (!(pid > 0)) throw new Error(`the X proxy of :${display} did not start`);
  return { display, pid };
}

/** The pid file by which a starter finds it again. */
export const noted = async (on: Shell, { display, pid }: PlantedProxy, name = HERE): Promise<unknown> =>
  on.run(`mkdir -p ~/.vnc; echo ${pid} >~/.vnc/${name}:${display}.pid`);

/** Runs a line with the display and its cookie. */
export const inside = async (on: Shell, { display }: PlantedProxy, line: string): Promise<string> =>
  on.run(`export DISPLAY=:${display} XAUTHORITY=~/cookie.${display}; ${line}`);

/** A window manager, until it owns the root window. */
export const managed = async (on: Shell, proxy: PlantedProxy): Promise<unknown> =>
  inside(
    on,
    proxy,
    `setsid openbox >/dev/null 2>&1 </dev/null &
${until("xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q '#'")}`,
  );

/** A desktop as it should be. */
export async function startDesktop(on: Shell, options?: string): Promise<PlantedProxy> {
  const proxy = await startProxy(on, options === undefined ? {} : { options });
  await noted(on, proxy);
  await managed(on, proxy);
  return proxy;
}

/** Ends it as a crash does: its lock and its socket stay. */
export const killed = async (on: Shell, { pid }: PlantedProxy): Promise<unknown> =>
  on.run(`kill -KILL ${pid}; ${until(`[ ! -d /proc/${pid} ]`)}`);

/** Ends it as its starter would. */
export const ended = async (on: Shell, { pid }: PlantedProxy): Promise<unknown> => on.run(`kill ${pid}; ${until(`[ ! -d /proc/${pid} ]`)}`);
