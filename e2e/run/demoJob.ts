/** The demo without a person: connect, new desktop, picture, check; a picture of the window and the report are kept. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { appPage } from '../pages/app';
import { launchApp, type LaunchedApp } from '../support/app';
import { DEMO_HOST_NAME } from './demoHost';
import type { DemoParts } from './demoWindow';
import { Report, summary } from './report';

/** Resolves when the job ran, whatever the verdict; rejects with one sentence when it could not. */
export async function demoJob({ host, display, say, pids, signal, launch }: DemoParts, out: string): Promise<void> {
  // npm runs scripts in the project's folder, wherever it was called.
  const folder = resolve(process.env['INIT_CWD'] ?? '', out);
  await mkdir(folder, { recursive: true });
  const launched = await keepingSignals(() => launchApp({ profile: host.profile, env: display }));
  pids.push(...launched.pids());
  const abort = (): void => void launched.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const report = await work(launched, launch.version, join(folder, 'desktop.png'));
    await writeFile(join(folder, 'report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
    say(summary(report));
    say(`Written: ${join(folder, 'desktop.png')} and ${join(folder, 'report.json')}.`);
  } catch (error) {
    if (!signal.aborted) await keepTraces(launched, folder);
    throw new Error(signal.aborted ? 'The demo was stopped.' : sentence(error, folder), { cause: error });
  } finally {
    signal.removeEventListener('abort', abort);
    pids.push(...launched.pids());
    await launched.close();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Playwright would end this process at these signals before anything is cleaned up: what it adds is taken back. */
async function keepingSignals<T>(run: () => Promise<T>): Promise<T> {
  const ours = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
  const result = await run();
  for (const [signal, before] of ours) {
    for (const listener of process.listeners(signal)) if (!before.includes(listener)) process.off(signal, listener);
  }
  return result;
}

async function work({ page }: LaunchedApp, electron: string, picture: string): Promise<Report> {
  const app = appPage(page);
  await app.connectHost(DEMO_HOST_NAME);
  await app.newDesktop();
  await app.waitForPicture();
  await app.waitForVerdict();
  await app.waitForRates();
  // While the gears turn.
  await page.screenshot({ path: picture });
  await app.waitForCheckEnd();
  return Report.parse({ electron, ...(await app.readReport(DEMO_HOST_NAME)) });
}

/** What it looked like when it went wrong. */
async function keepTraces(launched: LaunchedApp, folder: string): Promise<void> {
  await launched.page.screenshot({ path: join(folder, 'failure.png') }).catch(() => undefined);
  await writeFile(join(folder, 'failure.log'), launched.output());
}

function sentence(error: unknown, folder: string): string {
  const text = error instanceof Error ? error.message : String(error);
  // Playwright says in the first line what it waited for so long, and further down for what.
  const place = /(?:waiting for|Locator:)\s+(\S.*)/.exec(text)?.[1];
  return `The demo could not finish: ${text.split('\n')[0]}${place === undefined ? '' : ` ${place}`} (see failure.png and failure.log in ${folder})`;
}
