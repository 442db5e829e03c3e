/** What axe finds on a page (WCAG A and AA). */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Of each violation what it is and where; empty when there is none. The frame's picture is the remote desktop's own. */
export async function violations(page: Page): Promise<string[]> {
  // The page's policy allows no script of ours, so axe comes through the debugger.
  await page.evaluate(await readFile(AXE, 'utf8'));
  return await page.evaluate(async () => {
    // A colour on its way from one to another is nobody's contrast.
    const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(changing.map(({ finished }) => finished));
    const axe: { run(context: object, options: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } =
      Reflect.get(window, 'axe');
    // Experimental in axe: it wants the address beside a host's name in the name too, which is its description.
    const rules = { 'label-content-name-mismatch': { enabled: false } };
    const found = await axe.run({ exclude: ['iframe'] }, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], rules });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  });
}

/** The same in light and in dark. */
export async function violationsInBoth(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await violations(page)).map((each) => `${colorScheme}: ${each}`));
  }
  return found;
}
