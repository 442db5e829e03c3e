/** Set-up through the app: a bare host becomes a proven desktop and is as before again, also where the app is closed in between. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { RUN_MS, setUpPage } from './pages/setUp';
import { violationsInBoth } from './support/axe';
import { test } from './support/boxFixture';
import { GPU_PROGRAMS, gpuHost } from './support/gpuHost';
import { makeDeb } from './support/packageFiles';
import { BOX_USER, whyNoBoxes } from './support/release';

const why = whyNoBoxes('bare') ?? whyNoBoxes();
test.skip(why !== undefined, `did not run: ${why}`);
test.setTimeout(2 * RUN_MS);

const PASSWORD = 'correct horse';
const WITH_PASSWORD = `echo '${BOX_USER}:${PASSWORD}' | chpasswd; echo '${BOX_USER} ALL=(ALL) ALL' >/etc/sudoers.d/box`;
/** So that little is to be installed. */
const WITHOUT_GEARS = 'dpkg --purge mesa-utils mesa-utils-bin >/dev/null; : >/var/log/dpkg.log';
const WITHOUT_OPENBOX = 'dpkg --purge openbox libobrender32v5 libobt2v5 >/dev/null';

test('from a bare host to a proven desktop, and back', async ({ addBox, launch, packages }) => {
  const box = await addBox('render-01', { release: 'bookworm', kind: 'bare', prepare: `${packages.prepare}; ${WITH_PASSWORD}` });
  const { page, gearview, complaints } = await launch();
  const setUp = setUpPage(page);
  await gearview.connectHost('render-01');
  await page.getByRole('button', { name: 'Set up render-01' }).click();
  await expect(page.getByRole('radio', { name: 'Software' })).toBeChecked();
  await expect(page.getByText('Recommended')).toBeVisible();

  await setUp.choose('TigerVNC', 'Openbox');
  expect(await setUp.showPlan()).toMatch(/^5 to do, 1 done already; about/);
  await setUp.plan.getByRole('button', { name: 'Install TigerVNC' }).click();
  await expect(setUp.step('Install TigerVNC')).toContainText('apt-get -y');
  await expect(setUp.step('Install TigerVNC')).toContainText('--no-remove install tigervnc-standalone-server');
  await expect(box.asRoot('ls /var/lib/gearview')).rejects.toThrow();
  await page.screenshot({ path: 'test-results/set-up-plan.png' });

  await setUp.begin('render-01');
  await setUp.answerSudo(PASSWORD);
  await expect(page.getByRole('log')).toContainText('xauth', { timeout: RUN_MS });
  await expect(page.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
  await page.screenshot({ path: 'test-results/set-up-run.png' });
  // The desktop of the proof is in front while it is checked: its pixels count. Then the report is back.
  await expect(page.getByRole('tab', { selected: true, name: /:\d+ render-01/ })).toBeVisible({ timeout: RUN_MS });
  await setUp.waitForReport('render-01');
  const proof = page.getByRole('region', { name: 'Proof' });
  await expect(proof).toContainText(/Software.*llvmpipe.*as this mode says/);
  await expect(page.getByRole('table', { name: 'Verifications' }).getByText('Holds', { exact: true })).toHaveCount(5);
  await page.screenshot({ path: 'test-results/set-up-report.png' });
  await gearview.newDesktop();
  await gearview.waitForVerdict();
  await gearview.stopCheck();

  await page.getByRole('tab', { name: 'Desktops', exact: true }).first().click();
  await page.getByRole('tab', { name: 'Set up' }).click();
  await page.getByRole('button', { name: 'Close report' }).click();
  expect(await setUp.showPlan()).toBe('Everything is there already.');

  await setUp.removeAll('render-01');
  await setUp.answerSudo(PASSWORD);
  await expect(page.getByRole('heading', { name: 'Gearview’s changes on render-01 are removed' })).toBeVisible({ timeout: RUN_MS });
  await page.screenshot({ path: 'test-results/set-up-undone.png' });
  expect(await box.asRoot('dpkg-query -W -f "\\${db:Status-Abbrev}" openbox tigervnc-standalone-server 2>/dev/null; true')).toBe('');
  await expect(page.getByText('TigerVNC 1.12.0 · Openbox')).toBeHidden();
  await expect(box.asRoot('ls /var/lib/gearview')).rejects.toThrow();
  expect(complaints).toEqual([]);
});

test('the app is closed in the middle, and goes on when it is back', async ({ addBox, launch, packages }) => {
  const box = await addBox('render-01', { release: 'bookworm', prepare: `${packages.prepare}; ${WITHOUT_OPENBOX}; ${WITHOUT_GEARS}` });
  const first = await launch();
  const before = setUpPage(first.page);
  await first.gearview.connectHost('render-01');
  await before.openTab();
  expect(await violationsInBoth(first.page)).toEqual([]);
  await before.choose('Openbox');
  expect(await before.showPlan()).toMatch(/^3 to do, 3 done already; /);
  await before.plan.getByRole('button', { name: 'Install Openbox' }).click();
  expect(await violationsInBoth(first.page)).toEqual([]);
  const release = packages.hold();
  await before.begin('render-01');
  await expect(first.page.getByRole('log')).toContainText('NEW packages', { timeout: RUN_MS });
  expect(await violationsInBoth(first.page)).toEqual([]);
  await first.close();

  const { page, gearview, complaints } = await launch();
  const setUp = setUpPage(page);
  await gearview.connectHost('render-01');
  await page.getByRole('tab', { name: 'Set up' }).click();
  const left = page.getByRole('region', { name: 'A set-up was left here' });
  await expect(left).toContainText(/Step 2 of 3, Install Openbox.*The step still runs on the host\./);
  await expect(page.getByText('Somebody else sets this host up')).toBeHidden();
  expect(await violationsInBoth(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/set-up-left.png' });
  await left.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('log')).toContainText('NEW packages');
  release();
  // The step is followed to its end, and what is left is a plan again.
  await expect(setUp.step('Install Openbox')).toContainText('Done already', { timeout: RUN_MS });
  await setUp.begin('render-01');
  await setUp.waitForReport('render-01');
  await expect(page.getByRole('region', { name: 'Proof' })).toContainText(/Software.*llvmpipe/);
  expect(await violationsInBoth(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove Gearview’s changes…' }).click();
  await expect(setUp.plan).toBeVisible();
  expect(await violationsInBoth(page)).toEqual([]);
  await page.screenshot({ path: 'test-results/set-up-undo.png' });
  // Each is installed once.
  expect(await box.asRoot("grep -cE ' install (openbox|mesa-utils):' /var/log/dpkg.log")).toBe('2\n');
  expect(complaints).toEqual([]);
});

test('two hosts with one wish, one after the other', async ({ addBox, launch, packages }) => {
  const prepare = `${packages.prepare}; ${WITHOUT_GEARS}`;
  await addBox('render-01', { release: 'bookworm', prepare });
  await addBox('render-02', { release: 'trixie', prepare });
  const { page, gearview, complaints } = await launch();
  await gearview.chooseForHosts('Connect all');
  await gearview.waitForConnected('render-01', 'render-02');
  await gearview.chooseForHosts('Select all');
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Set up' }).click();
  await setUpPage(page).choose('Openbox');
  expect(await violationsInBoth(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show the plans' }).click();
  const plans = page.getByRole('table', { name: 'Plans of the hosts' });
  await expect(plans.getByText(/2 to do/)).toHaveCount(2);
  await page.getByLabel('At the same time').selectOption({ label: '1 host' });
  expect(await violationsInBoth(page)).toEqual([]);
  const release = packages.hold();
  await page.getByRole('button', { name: 'Set up 2 hosts' }).click();
  const runs = page.getByRole('table', { name: 'Runs' });
  await expect(runs.getByRole('row', { name: /render-01/ })).toContainText(/Running.*glxgears/, { timeout: RUN_MS });
  await expect(runs.getByRole('row', { name: /render-02/ })).toContainText('Waiting');
  await page.screenshot({ path: 'test-results/set-up-hosts.png' });
  expect(await violationsInBoth(page)).toEqual([]);
  release();
  await expect(runs.getByText('Proven')).toHaveCount(2, { timeout: RUN_MS });
  await runs.getByRole('button', { name: 'Show the run on render-02' }).click();
  await expect(page.getByRole('heading', { name: 'render-02 is set up' })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('package files are dropped or chosen, and refused ones say why', async ({ addBox, launch, profile }) => {
  await addBox('render-01', { release: 'bookworm' });
  const inHome = (name: string): string => join(profile.home, name);
  const [deb, other, broken] = [inHome('gears.deb'), inHome('more_gears.deb'), inHome('broken.deb')];
  makeDeb(deb, 'gears', { version: '2:3.1-1', architecture: 'amd64' });
  makeDeb(other, 'more-gears');
  await writeFile(broken, 'no package');
  const { app, page, gearview, complaints } = await launch();
  await gearview.connectHost('render-01');
  await setUpPage(page).openTab();
  await page.getByText('More options').click();
  const files = page.getByRole('region', { name: 'Package files' });
  await files.scrollIntoViewIfNeeded();
  const place = await files.boundingBox();
  const session = await app.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      type,
      x: (place?.x ?? 0) + 40,
      y: (place?.y ?? 0) + 40,
      data: { items: [], files: [deb, broken], dragOperationsMask: 1 },
    });
  await expect(files.getByRole('row', { name: /^gears 2:3\.1-1 amd64 \d+ B/ })).toBeVisible();
  await expect(files.getByRole('alert')).toContainText(/^1 file was not addedbroken\.deb/);

  await app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, other);
  await files.getByRole('button', { name: 'Add files…' }).click();
  await expect(files.getByRole('row', { name: /^more-gears 1\.0 all/ })).toBeVisible();
  await expect(files.getByRole('alert')).toBeHidden();
  expect(await violationsInBoth(page)).toEqual([]);
  await files.getByRole('button', { name: 'Remove gears.deb' }).click();
  await expect(files.getByRole('row')).toHaveCount(2);
  expect(complaints).toEqual([]);
});

test('R53: what disturbs others needs the host’s name, typed, and shows what it is', async ({ addBox, launch, packages }) => {
  const box = await addBox('render-01', {
    release: 'bookworm',
    kind: 'bare',
    prepare: `${packages.prepare}; ${gpuHost()}`,
    programs: GPU_PROGRAMS,
  });
  const { page, gearview, complaints } = await launch();
  const setUp = setUpPage(page);
  await gearview.connectHost('render-01');
  await setUp.openTab();
  await page.getByText('More options').click();
  await setUp.choose('VirtualGL EGL');
  await page.getByRole('checkbox', { name: 'Keep the GPU for the group vglusers' }).check();
  await setUp.showPlan();
  await setUp.begin('render-01');
  const dialog = page.getByRole('dialog', { name: 'Set up render-01?' });
  await expect(dialog).toContainText(/It runs as op on render-01/);
  await expect(dialog).toContainText(/Keep the GPU for the group vglusers.*whatever uses the GPU at that moment dies/);
  const agree = dialog.getByRole('button', { name: 'Set up' });
  await expect(agree).toBeDisabled();
  await dialog.getByLabel('Type render-01 to agree').fill('render-02');
  await agree.click();
  await expect(dialog).toContainText('That is not render-01.');
  expect(await violationsInBoth(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(setUp.plan).toBeVisible();
  await expect(box.asRoot('ls /var/lib/gearview')).rejects.toThrow();
  expect(complaints).toEqual([]);
});
