/** Connections as an operator lives with them: changed keys, machines on the way, hosts that die and come back, and the log of it all. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { connectionTexts as texts } from '../renderer/connection/texts';
import { send } from './support/children';
import { test, WITHOUT_TURBOVNC } from './support/fixtures';
import { descendants } from './support/process';

const picture = (page: Page, name: string) => page.screenshot({ path: `test-results/screens/${name}.png` });

async function inBothColours(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

const choose = (page: Page, host: string) => page.getByRole('button', { name: new RegExp(`^${host}, `) }).click();

test('a host that dies is tried until it is back, and its desktop is live again', async ({ startHost, addHost, launch }) => {
  const sshd = await startHost(WITHOUT_TURBOVNC);
  await addHost('GPU box 1', sshd);
  const { page, gearview, complaints } = await launch();
  await gearview.connectHost('GPU box 1');
  await gearview.newDesktop();
  await gearview.waitForPicture();
  await gearview.stopCheck();
  // As a machine whose network is gone for a while: nothing answers, and the desktop lives on.
  const serving = sshdPids(sshd.pid);
  send(sshd.pid, 'SIGKILL');
  for (const pid of serving) send(pid, 'SIGKILL');
  const overlay = page.getByRole('heading', { name: 'Connection to GPU box 1 lost' }).filter({ visible: true });
  await expect(
    page
      .getByText(/Next try in .* \(try [3-9]\)/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible({ timeout: 15_000 });
  await inBothColours(page, 'screen-lost');
  await sshd.up();
  await expect(overlay).toHaveCount(0, { timeout: 15_000 });
  await gearview.waitForPicture();
  expect(complaints).toEqual([]);
});

test('a changed key blocks; both keys are shown, and only that line is replaced', async ({ startHost, addHost, launch, profile }) => {
  const sshd = await startHost();
  const other = await startHost();
  await addHost('GPU box 1', sshd);
  await sshd.down();
  await sshd.up({ newKeys: true });
  const { page } = await launch();
  await choose(page, 'GPU box 1');
  await page.getByRole('button', { name: texts.connect, exact: true }).click();
  await page.getByRole('button', { name: texts.compareKeys }).click();
  const dialog = page.getByRole('dialog', { name: texts.changedTitle('GPU box 1') });
  await expect(dialog.getByText(sshd.hostKeyFingerprint)).toBeVisible();
  const replace = dialog.getByRole('button', { name: texts.replace });
  await expect(replace).toBeDisabled();
  await inBothColours(page, 'key-changed');
  const before = readFileSync(join(profile.home, '.ssh/known_hosts'), 'utf8');
  await dialog.getByRole('checkbox', { name: texts.compared }).check();
  await replace.click();
  await expect(page.getByRole('status').filter({ hasText: new RegExp(`^${texts.ready}$`) })).toBeVisible({ timeout: 15_000 });
  const after = readFileSync(join(profile.home, '.ssh/known_hosts'), 'utf8');
  expect(after).not.toBe(before);
  expect(after).toContain(other.hostKeyLine);
  expect(after.trim().split('\n')).toHaveLength(before.trim().split('\n').length);
});

test('through a jump host: both are checked and named, and the log tells it', async ({ startHost, launch, profile }) => {
  const [gateway, inner] = [await startHost({ known: false }), await startHost()];
  const key = (path: string) => ({ kind: 'key', path }) as const;
  const { address, user } = inner;
  await profile.addHost({ name: 'bastion', address, port: gateway.port, user, auth: key(gateway.clientKeyPath) });
  await profile.addHost({ name: 'GPU box 1', address, port: inner.port, user, auth: key(inner.clientKeyPath), jump: 'bastion' });
  const { page } = await launch();
  await choose(page, 'GPU box 1');
  await page.getByRole('button', { name: texts.connect, exact: true }).click();
  const question = page.getByRole('dialog').filter({ hasText: gateway.hostKeyFingerprint });
  await expect(question).toContainText('bastion');
  await inBothColours(page, 'host-key-question');
  await question.getByRole('button', { name: texts.trustSave }).click();
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^${texts.ready}`) })
      .first(),
  ).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(texts.via('bastion')).first()).toBeVisible();
  await page.getByRole('button', { name: texts.log, exact: true }).first().click();
  const log = page.getByRole('dialog', { name: texts.logTitle('GPU box 1') });
  await expect(log).toContainText('session/list.sh');
  await inBothColours(page, 'host-log');
  await log.getByRole('button', { name: texts.bundle }).click();
  await expect(page.getByRole('dialog', { name: texts.bundleTitle('GPU box 1') })).toContainText('bastion');
  await inBothColours(page, 'support-bundle');
});

test('a password is asked, remembered for this run, and is in no file of the app (R23)', async ({
  startHost,
  addHost,
  launch,
  profile,
}) => {
  test.skip(process.getuid?.() !== 0, 'password logins need PAM, and PAM needs root');
  const password = 'canary-5e1f-password';
  const sshd = await startHost({ password });
  await addHost('GPU box 1', sshd, { kind: 'password' });
  const { page } = await launch();
  await choose(page, 'GPU box 1');
  await page.getByRole('button', { name: texts.connect, exact: true }).click();
  const question = page.getByRole('dialog', { name: texts.passwordTitle(`${sshd.user}@127.0.0.1`) });
  await question.getByLabel(texts.password, { exact: true }).fill(password);
  await question.getByRole('radio', { name: texts.rememberRun }).check();
  await inBothColours(page, 'password-question');
  await question.getByRole('button', { name: texts.send }).click();
  await expect(page.getByRole('status').filter({ hasText: new RegExp(`^${texts.ready}$`) })).toBeVisible({ timeout: 20_000 });
  for (const pid of sshdPids(sshd.pid)) send(pid, 'SIGKILL');
  // Back without a question: the answer is still at hand.
  await expect(page.getByRole('status').filter({ hasText: new RegExp(`^${texts.ready}$`) })).toBeVisible({ timeout: 20_000 });
  expect(filesWith(profile.userData, password)).toEqual([]);
});

/** The processes of sshd that serve a connection; not the desktops that were started through it. */
const sshdPids = (listener: number): readonly number[] => descendants(listener).filter((pid) => nameOf(pid).startsWith('sshd'));

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    // It ended by itself, as what runs a script does.
    return '';
  }
}

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path).includes(text));
}
