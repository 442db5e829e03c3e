/** The app as an operator sees it: by roles and names, never by the page's inner structure. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Mode, XProxyKind } from '../../electron/contract/session';
import { EVIDENCE_NAMES, checkTexts } from '../../renderer/check/texts';
import { connectionTexts } from '../../renderer/connection/texts';
import { hostTexts } from '../../renderer/host/texts';
import { screenTexts } from '../../renderer/screen/texts';
import { MODE_NAMES, X_PROXY_NAMES, sessionTexts } from '../../renderer/session/texts';
import { VerdictKind, type Report } from '../run/report';

type Marks = 'connect-start' | 'connect-ready' | 'session-start' | 'session-ready' | 'screen-open' | 'first-picture' | 'verdict';

export interface AppPage {
  /** Chooses a host in the list and waits until it is connected. */
  connectHost(name: string): Promise<void>;
  /** The host's row in the list, whatever its state. */
  hostRow(name: string): Locator;
  waitForConnected(...names: readonly string[]): Promise<void>;
  /** Chooses from the menu of all hosts, or of one group. */
  chooseForHosts(item: string, group?: string): Promise<void>;
  /** Starts a desktop on the host that is chosen, and waits until its screen opens. */
  newDesktop(): Promise<void>;
  waitForPicture(): Promise<void>;
  /** Of the check that runs by itself in a new desktop. */
  waitForVerdict(): Promise<void>;
  /** Until the rendered and the delivered frame rate are both there; the gears still turn. */
  waitForRates(): Promise<void>;
  waitForCheckEnd(): Promise<void>;
  /** Ends the check that began by itself. */
  stopCheck(): Promise<void>;
  /** What the page shows of the desktop in front, its check, and its timings. */
  readReport(host: string): Promise<Omit<Report, 'electron'>>;
}

/** A link that is slow, or a host under load, must not fail the job. */
const PATIENCE_MS = 30_000;

export function appPage(page: Page): AppPage {
  const check = page.getByRole('region', { name: checkTexts.check, exact: true });
  const overlay = page.getByRole('region', { name: screenTexts.opening });

  const row = (name: string): Locator => page.getByRole('button', { name: new RegExp(`^${escape(name)}, `) });
  return {
    hostRow: row,
    async waitForConnected(...names) {
      for (const name of names)
        await expect(row(name)).toHaveAccessibleName(new RegExp(`, ${connectionTexts.ready}\\b`), { timeout: PATIENCE_MS });
    },
    async chooseForHosts(item, group) {
      const name = group === undefined ? hostTexts.allActions : hostTexts.groupActions(group);
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
    },
    async connectHost(name) {
      await page.getByRole('button', { name: new RegExp(`^${escape(name)}, `) }).click();
      await page.getByRole('button', { name: connectionTexts.connect, exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: new RegExp(`^${connectionTexts.ready}$`) })).toBeVisible({
        timeout: PATIENCE_MS,
      });
    },
    async newDesktop() {
      // An empty host has it in its middle, too.
      await page.getByRole('button', { name: sessionTexts.newDesktop, exact: true }).first().click();
      await expect(page.getByRole('tab', { selected: true, name: /:\d+/ })).toBeVisible({ timeout: PATIENCE_MS });
    },
    async waitForPicture() {
      await expect(overlay).toBeHidden({ timeout: PATIENCE_MS });
      await page.waitForFunction(() => performance.getEntriesByName('gearview:first-picture').length > 0, undefined, {
        timeout: PATIENCE_MS,
      });
    },
    async waitForVerdict() {
      await page.waitForFunction(() => performance.getEntriesByName('gearview:verdict').length > 0, undefined, { timeout: PATIENCE_MS });
      await expect(check.getByRole('status', { name: checkTexts.verdict })).toBeVisible();
    },
    async waitForRates() {
      for (const name of [checkTexts.rendered, checkTexts.delivered])
        await expect(check.getByRole('figure').filter({ hasText: name })).toContainText(/\d\s*FPS/, { timeout: PATIENCE_MS });
    },
    async waitForCheckEnd() {
      await expect(check.getByRole('button', { name: checkTexts.runAgain })).toBeVisible({ timeout: 2 * PATIENCE_MS });
    },
    async stopCheck() {
      await check.getByRole('button', { name: checkTexts.stop }).click({ timeout: PATIENCE_MS });
      await expect(check.getByRole('button', { name: checkTexts.runAgain })).toBeVisible();
    },
    async readReport(host) {
      const marks = await readMarks(page);
      const between = (start: Marks, end: Marks): number => Math.round(marks(end) - marks(start));
      return {
        host,
        session: await readSession(page, host),
        timings: {
          connect: between('connect-start', 'connect-ready'),
          sessionStart: between('session-start', 'session-ready'),
          firstPicture: between('screen-open', 'first-picture'),
          verdict: between('first-picture', 'verdict'),
        },
        measurement: {
          renderedFps: await readRate(check, checkTexts.rendered),
          deliveredFps: await readRate(check, checkTexts.delivered),
        },
        verdict: await readVerdict(check),
      };
    },
  };
}

/** The page marks the steps of the main job on the browser's timeline; the latest of each name counts. Milliseconds. */
async function readMarks(page: Page): Promise<(name: Marks) => number> {
  const entries = await page.evaluate(() => performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime] as const));
  const times = new Map(entries);
  return (name) => {
    const time = times.get(`gearview:${name}`);
    if (time === undefined) throw new Error(`The page has no mark ${name}.`);
    return time;
  };
}

/** From the desktop's card on the overview; the screen is in front again afterwards. */
async function readSession(page: Page, host: string): Promise<Report['session']> {
  const front = page.getByRole('tab', { selected: true });
  const title = (await front.textContent()) ?? '';
  const display = Number(/:(\d+)/.exec(title)?.[1]);
  await page.getByRole('tab', { name: screenTexts.overview, exact: true }).click();
  const card = page.getByRole('article', { name: new RegExp(`:${display} .*${escape(host)}$`) });
  const text = (await card.textContent()) ?? '';
  await page.getByRole('tab', { name: new RegExp(`:${display}\\b`) }).click();
  const size = /(\d+) × (\d+)/.exec(text);
  return {
    xProxy: find(XProxyKind.options, X_PROXY_NAMES, text),
    mode: find(Mode.options, MODE_NAMES, text),
    display,
    geometry: `${size?.[1]}x${size?.[2]}`,
  };
}

/** Which of the names is in the text; the longest, as one may be the beginning of another. */
function find<K extends string>(keys: readonly K[], names: Readonly<Record<K, string>>, text: string): K {
  const [found] = keys.filter((key) => text.includes(names[key])).toSorted((a, b) => names[b].length - names[a].length);
  if (found === undefined) throw new Error(`None of the names ${keys.map((key) => names[key]).join(', ')} is in “${text}”.`);
  return found;
}

async function readRate(check: Locator, name: string): Promise<number | null> {
  const figure = check.getByRole('figure').filter({ hasText: name });
  if ((await figure.count()) === 0) return null;
  const number = /([\d,]+(?:\.\d+)?)\s*FPS/.exec((await figure.textContent()) ?? '')?.[1];
  return number === undefined ? null : Number(number.replaceAll(',', ''));
}

async function readVerdict(check: Locator): Promise<Report['verdict']> {
  const shown = (await check.getByRole('status', { name: checkTexts.verdict }).textContent()) ?? '';
  const items = check.getByRole('region', { name: checkTexts.evidence }).getByRole('listitem');
  const evidence: string[] = [];
  for (const item of await items.all()) {
    const [name, sentence] = [await item.getByRole('heading').textContent(), await item.getByRole('paragraph').first().textContent()];
    evidence.push(`${name}: ${sentence}`);
  }
  const renderer = items.filter({ hasText: EVIDENCE_NAMES.renderer });
  const raw = (await renderer.count()) === 0 ? '' : ((await renderer.first().textContent()) ?? '');
  return {
    kind: find(VerdictKind.options, checkTexts.words, shown.slice(0, 40)),
    renderer: /(?:GL_RENDERER\s*=|renderer string:)\s*([^\n]*)/i.exec(raw)?.[1]?.trim() ?? '',
    evidence,
  };
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
