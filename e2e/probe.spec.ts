/** Facts and doctor through the app: what a host is, a fault that is found, cured and gone, and hosts side by side. */
import { expect } from '@playwright/test';
import { test } from './support/boxFixture';
import { GPU_PROGRAMS, gpuHost } from './support/gpuHost';
import { whyNoBoxes } from './support/release';

const why = whyNoBoxes();
test.skip(why !== undefined, `did not run: ${why}`);

/** As an X server leaves them that lost its power. */
const STALE =
  "echo '      4242' >/tmp/.X77-lock; mkdir -p -m 1777 /tmp/.X11-unix; perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => \"/tmp/.X11-unix/X77\", Listen => 1)'; chown op /tmp/.X77-lock /tmp/.X11-unix/X77";

test('a fault is found, its cure previewed, run, and gone', async ({ addBox, launch }) => {
  const box = await addBox('render-01', { release: 'trixie' });
  await box.asRoot(STALE);
  const { page, gearview, complaints } = await launch();
  await gearview.connectHost('render-01');
  await expect(gearview.hostRow('render-01')).toHaveAccessibleName(/1 problem/);

  await page.getByRole('tab', { name: /^Health/ }).click();
  const problem = page.getByRole('article', { name: /:77/ });
  await problem.getByText(/Evidence/).click();
  await expect(problem).toContainText('/tmp/.X77-lock');
  await page.screenshot({ path: 'test-results/health.png' });

  await problem.getByRole('button', { name: /^Cure/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Cure on render-01' });
  await expect(dialog).toContainText('rm -f /tmp/.X77-lock');
  expect(await box.asRoot('ls /tmp/.X77-lock')).toContain('.X77-lock');
  await page.screenshot({ path: 'test-results/cure.png' });
  await dialog.getByRole('button', { name: 'Run these commands' }).click();
  await expect(dialog).toContainText('Gone');
  await expect(box.asRoot('ls /tmp/.X77-lock')).rejects.toThrow();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('No problems found')).toBeVisible();
  await expect(gearview.hostRow('render-01')).not.toHaveAccessibleName(/problem/);
  expect(complaints).toEqual([]);
});

test('each fact says how it was found, with the command and what it printed', async ({ addBox, launch }) => {
  const box = await addBox('render-01', { release: 'bookworm', prepare: gpuHost(), programs: GPU_PROGRAMS });
  const { page, gearview } = await launch();
  await gearview.connectHost('render-01');
  await page.getByRole('tab', { name: /^Health/ }).click();
  await expect(page.getByText('No problems found')).toBeVisible();
  await expect(page.getByRole('heading', { name: /NVIDIA A10/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'How “Kernel” was found' }).click();
  await expect(page.getByText('uname -rm')).toBeVisible();
  await page.screenshot({ path: 'test-results/facts.png' });

  await box.asRoot('sed -i \'s/^PRETTY_NAME=.*/PRETTY_NAME="Debian after an update"/\' /etc/os-release');
  await page.getByRole('button', { name: 'Look again' }).click();
  const changes = page.getByRole('region', { name: 'What changed' });
  await expect(changes).toContainText('Debian after an update');
  await expect(changes).toContainText('Debian GNU/Linux 12 (bookworm)');
  await changes.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'test-results/changes.png' });
});

test('hosts side by side: what differs is marked', async ({ addBox, launch }) => {
  const gpu = { prepare: gpuHost(), programs: GPU_PROGRAMS };
  await addBox('render-01', { release: 'bookworm', ...gpu });
  await addBox('render-02', { release: 'bookworm', ...gpu });
  await addBox('render-03', { release: 'trixie', ...gpu });
  const { page, gearview } = await launch();
  await gearview.chooseForHosts('Connect all');
  await gearview.waitForConnected('render-01', 'render-02', 'render-03');
  await page.getByRole('button', { name: 'Fleet' }).click();
  const table = page.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(table.getByRole('cell', { name: /Debian GNU\/Linux 13.*Differs/ })).toBeVisible();
  await page.screenshot({ path: 'test-results/fleet.png' });
});
