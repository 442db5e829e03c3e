/** `npm start`: builds the app and opens it with your own hosts. Further arguments go to Electron. */
import { spawn } from 'node:child_process';
import { build } from './build';
import { displaySwitches, hasDisplay, prepareLaunch } from './electron';

async function main(): Promise<void> {
  if (!hasDisplay()) throw new Error('There is no display here: neither DISPLAY nor WAYLAND_DISPLAY is set.');
  const [launch] = await Promise.all([prepareLaunch((line) => console.log(line)), build()]);
  console.log(launch.line);
  const env = { ...process.env };
  // Set by terminals that are Electron applications themselves.
  delete env['ELECTRON_RUN_AS_NODE'];
  const app = spawn(launch.executable, [...launch.switches, ...displaySwitches(), launch.folder, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill(signal));
  app.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  app.on('exit', (status) => (process.exitCode = status ?? 1));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
