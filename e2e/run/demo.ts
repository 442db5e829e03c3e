/** `npm run demo`: a host of its own and the app beside it, until the window is closed; with `--headless --out DIR` the whole job by itself. */
import { parseArgs } from 'node:util';
import { descendants } from '../support/process';
import { startXvfb } from '../support/xvfb';
import { build } from './build';
import { startDemoHost } from './demoHost';
import { demoJob } from './demoJob';
import { demoWindow } from './demoWindow';
import { hasDisplay, prepareLaunch } from './electron';
import { leftovers, running } from './leftovers';

const say = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const { headless, out } = parseArgs({ options: { headless: { type: 'boolean', default: false }, out: { type: 'string' } } }).values;
  if (headless !== (out !== undefined)) throw new Error('Usage: npm run demo [-- --headless --out DIR]');
  if (process.platform !== 'linux') throw new Error('The demo host needs Linux; npm start runs the app here.');
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort());

  const [launch] = await Promise.all([prepareLaunch(say), build()]);
  say(launch.line);
  // Ended in the opposite order, whatever happens.
  const ends: (() => Promise<void>)[] = [];
  const pids: number[] = [];
  const homes: string[] = [];
  let failure: unknown;
  try {
    const host = await startDemoHost();
    ends.push(() => host.stop());
    pids.push(host.sshd.pid);
    homes.push(host.sshd.home, host.profile.home);
    say(`Demo host: sshd on ${host.sshd.address}:${host.sshd.port} for ${host.sshd.user}, with keys and a home of its own.`);
    let display = {};
    if (headless || !hasDisplay()) {
      const xvfb = await startXvfb('1600x1000');
      ends.push(() => xvfb.stop());
      pids.push(xvfb.pid);
      display = xvfb.env;
      if (!headless)
        say(`There is no display here: the window is on Xvfb ${xvfb.env.DISPLAY}, where nobody sees it. Ctrl-C ends the demo.`);
    }
    const job = { launch, host, display, say, pids, signal: stopped.signal };
    if (out === undefined) await demoWindow(job);
    else await demoJob(job, out);
  } catch (error) {
    failure = error;
  }
  // What hides its environment is still somebody's child now.
  pids.push(...running({ pids, homes }).flatMap((pid) => descendants(pid)));
  for (const end of ends.toReversed()) await end().catch((error: unknown) => console.error(error));
  const left = await leftovers({ pids, homes });
  if (left.length > 0) console.error(`The demo left processes behind:\n${left.join('\n')}`);
  else say('The demo has ended; no process of it is left.');
  if (failure !== undefined) throw failure;
  if (left.length > 0) process.exitCode = 1;
}

// `npm run demo | head`: a reader that is gone must not keep us from cleaning up.
process.stdout.on('error', () => undefined);
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
