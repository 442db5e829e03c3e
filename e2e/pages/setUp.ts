/** The set-up of the host that is chosen, as an operator sees it: by roles and names. */
import { expect, type Locator, type Page } from '@playwright/test';
import { connectionTexts } from '../../renderer/connection/texts';
import { runTexts } from '../../renderer/recipe/run/runTexts';
import { setUpTexts } from '../../renderer/recipe/setUpTexts';

export interface SetUpPage {
  readonly plan: Locator;
  /** Of a plan, by its title. */
  step(title: string): Locator;
  openTab(): Promise<void>;
  choose(...options: readonly string[]): Promise<void>;
  /** Resolves with what came of it: `5 to do, 1 done already; about 1 min`. */
  showPlan(): Promise<string>;
  begin(host: string): Promise<void>;
  /** Waits for the question. */
  answerSudo(password: string): Promise<void>;
  /** Until the run has come to its good end, its proof too. */
  waitForReport(host: string): Promise<void>;
  removeAll(host: string): Promise<void>;
}

/** Packages come through a proxy of this machine, which may be at work on something else. */
export const RUN_MS = 150_000;

export function setUpPage(page: Page): SetUpPage {
  const plan = page.getByRole('table', { name: setUpTexts.steps });
  const head = page.getByRole('region', { name: setUpTexts.plan, exact: true });
  return {
    plan,
    step: (title) => plan.getByRole('rowgroup').filter({ has: page.getByRole('button', { name: title, exact: true }) }),
    async openTab() {
      await page.getByRole('tab', { name: new RegExp(`^${setUpTexts.tab}`) }).click();
      await expect(page.getByRole('button', { name: setUpTexts.show })).toBeVisible();
    },
    async choose(...options) {
      for (const name of options) await page.getByRole('radio', { name, exact: true }).check();
    },
    async showPlan() {
      await page.getByRole('button', { name: setUpTexts.show, exact: true }).click();
      await expect(plan).toBeVisible({ timeout: 30_000 });
      return (await head.getByRole('paragraph').first().textContent()) ?? '';
    },
    async begin(host) {
      await head.getByRole('button', { name: setUpTexts.setUp(host), exact: true }).click();
    },
    async answerSudo(password) {
      const question = page.getByRole('dialog', { name: / for sudo on / });
      await question.getByLabel(connectionTexts.password, { exact: true }).fill(password);
      await question.getByRole('button', { name: connectionTexts.send, exact: true }).click();
      await expect(question).toBeHidden();
    },
    async waitForReport(host) {
      await expect(page.getByRole('heading', { name: runTexts.doneTitle['set-up'](host), exact: true })).toBeVisible({ timeout: RUN_MS });
    },
    async removeAll(host) {
      await page.getByRole('button', { name: runTexts.undoMore, exact: true }).click();
      const undo = page.getByRole('region', { name: runTexts.undoTitle(host), exact: true });
      await undo.getByRole('button', { name: runTexts.undoRun, exact: true }).click({ timeout: 30_000 });
    },
  };
}
