/** Every page of the main job under axe (WCAG A and AA), light and dark, and the main job by keyboard alone. */
import { expect } from '@playwright/test';
import { violations } from './support/axe';
import { test, WITHOUT_TURBOVNC } from './support/fixtures';

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing, ${colorScheme}`, async ({ startHost, addHost, launch }) => {
    await addHost('Box with a name so long that it has to be cut somewhere in its middle', await startHost(WITHOUT_TURBOVNC));
    const { page, gearview } = await launch();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.getByRole('navigation', { name: 'Hosts' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add host' }).first().click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await gearview.connectHost('Box with a name so long that it has to be cut somewhere in its middle');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('tab', { name: /^Health/ }).click();
    await expect(page.getByRole('heading', { name: 'Facts' })).toBeVisible();
    await page.locator('details').evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')));
    await page.getByRole('button', { name: 'How “Kernel” was found' }).click();
    await expect(page.getByText('uname -rm')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Fleet' }).click();
    await expect(page.getByRole('table')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await gearview.hostRow('Box with a name so long that it has to be cut somewhere in its middle').click();
    await gearview.newDesktop();
    await gearview.waitForVerdict();
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: `test-results/check-${colorScheme}.png` });
    await gearview.stopCheck();
  });

test('the main job by keyboard alone', async ({ startHost, addHost, launch }) => {
  await addHost('Box', await startHost(WITHOUT_TURBOVNC));
  const { page, gearview } = await launch();
  await expect(page.getByRole('button', { name: /^Box, / })).toBeVisible();
  /** Tab until the focus is on it: whatever has no place in the order is never found. */
  const focus = async (name: RegExp): Promise<void> => {
    const focused = page.locator(':focus');
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      const text = await focused.evaluate((element) => element.getAttribute('aria-label') ?? element.textContent).catch(() => '');
      if (name.test(text ?? '')) return;
    }
    throw new Error(`Tab never reached ${name}`);
  };
  await focus(/^Box/);
  await page.keyboard.press('Enter');
  await focus(/^Connect$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /^Connected$/ })).toBeVisible();
  await focus(/^New desktop$/);
  await page.keyboard.press('Enter');
  await gearview.waitForVerdict();
  await expect(page.getByRole('region', { name: 'Check', exact: true }).getByRole('status', { name: 'Verdict' })).toContainText('Software');
});
