/** Hosts through the real app: imported from ~/.ssh/config in a minute, grouped, and connected together; pictures of how it looks. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { HostDraft } from '../electron/contract/host';
import { connectionTexts } from '../renderer/connection/texts';
import { hostTexts as texts } from '../renderer/host/texts';
import { test } from './support/fixtures';
import type { Sshd } from './support/sshd';

const picture = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: `test-results/screens/host-${name}.png`, animations: 'disabled' });

/** Every look of what is in front: light, dark, and in a narrow window. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await picture(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 640, height: 700 });
  await picture(page, `${name}-narrow`);
  await page.setViewportSize({ width: 1280, height: 800 });
}

const entry = (alias: string, { address, port, user, clientKeyPath }: Sshd): string =>
  `Host ${alias}\n  HostName ${address}\n  Port ${port}\n  User ${user}\n  IdentityFile ${clientKeyPath}\n`;

test('the first run proposes the hosts of ~/.ssh/config; one click adds and connects them, and they follow the file', async ({
  profile,
  startHost,
  launch,
}) => {
  const config = join(profile.home, '.ssh/config');
  const boxes = [await startHost(), await startHost(), await startHost()];
  const entries = boxes.map((sshd, at) => entry(`box${at + 1}`, sshd));
  const unusable = 'Host old\n  HostName old.lab\n  ProxyCommand nc %h %p\n';
  await writeFile(config, [...entries, unusable, 'Host *\n  ForwardAgent yes\n'].join('\n'), { mode: 0o600 });
  const { page, gearview, complaints } = await launch();
  await expect(page.getByRole('heading', { name: texts.firstTitleFound })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'box1' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'old' })).toBeDisabled();
  await page.getByText(texts.origins).first().click();
  await expect(page.getByText('~/.ssh/config:2', { exact: true })).toBeVisible();
  await pictures(page, 'first-run');
  await page.getByRole('button', { name: texts.addConnect(3) }).click();
  await gearview.waitForConnected('box1', 'box2', 'box3');
  await picture(page, 'imported');

  await gearview.chooseForHosts(texts.fromConfig);
  const dialog = page.getByRole('dialog', { name: texts.importTitle });
  await expect(dialog.getByText(texts.alreadyAdded)).toHaveCount(3);
  await page.keyboard.press('Escape');
  const written = await readFile(config, 'utf8');
  await writeFile(config, written.replace('Host box3\n  HostName 127.0.0.1', 'Host box3\n  HostName localhost'));
  await expect(gearview.hostRow('box3')).toContainText('localhost');

  await gearview.hostRow('box2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: texts.editMore }).click();
  await expect(page.getByRole('dialog')).toContainText(texts.follows('box2'));
  await pictures(page, 'follows-config');
  await page.keyboard.press('Escape');
  expect(complaints).toEqual([]);
});

test('hosts are connected and disconnected together: all, a group, a selection', async ({ profile, startHost, launch }) => {
  const add = async (name: string, group?: string): Promise<void> => {
    const { address, port, user, clientKeyPath } = await startHost();
    const auth = { kind: 'key', path: clientKeyPath } as const;
    await profile.addHost({ name, address, port, user, auth, ...(group === undefined ? {} : { group }) });
  };
  await add('alone');
  for (const name of ['lab1', 'lab2']) await add(name, 'Lab');
  const { page, gearview } = await launch();
  const idle = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) await expect(gearview.hostRow(name)).toHaveAccessibleName(new RegExp(connectionTexts.idle));
  };
  await gearview.chooseForHosts(texts.connectAll, 'Lab');
  await gearview.waitForConnected('lab1', 'lab2');
  await idle('alone');
  await gearview.chooseForHosts(texts.connectAll);
  await gearview.waitForConnected('alone', 'lab1', 'lab2');
  await gearview.hostRow('alone').click({ modifiers: ['Control'] });
  await gearview.hostRow('lab1').click({ modifiers: ['Shift'] });
  await picture(page, 'selection');
  await page.getByRole('region', { name: texts.selection }).getByRole('button', { name: texts.disconnect, exact: true }).click();
  await idle('alone', 'lab1');
  await gearview.waitForConnected('lab2');
});

test('25 hosts in 3 groups: searched, moved by keyboard, and the order is kept', async ({ profile, launch }) => {
  const groups = ['Rendering', 'Simulation and training of rather large models', 'Lab 3'];
  const colours = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'grey'] as const;
  for (let at = 1; at <= 25; at++) {
    const [group, colour] = [groups[at % 4], at % 3 === 0 ? colours[at % 7] : undefined];
    const draft: HostDraft = {
      name: at === 2 ? 'A box with a name so long that it has to be cut somewhere in its middle' : `gpu${at}`,
      address: `gpu${at}.lab.example.com`,
      port: 22,
      user: 'alice',
      auth: { kind: 'auto' },
      ...(group === undefined ? {} : { group }),
      ...(colour === undefined ? {} : { colour }),
      ...(at % 5 === 0 ? { tags: ['a100', 'lab 3'], notes: 'Ask Bob before rebooting.' } : {}),
    };
    await profile.addHost(draft);
  }
  const { page, gearview } = await launch();
  await gearview.hostRow('gpu5').click();
  await pictures(page, 'groups');
  const order = (): Promise<string[]> =>
    page
      .getByRole('list', { name: texts.ungrouped })
      .getByRole('listitem')
      .locator('[data-row]')
      .evaluateAll((rows) => rows.map((row) => (row.getAttribute('aria-label') ?? '').split(',')[0] ?? ''));
  expect(await order()).toEqual(['gpu3', 'gpu7', 'gpu11', 'gpu15', 'gpu19', 'gpu23']);
  await gearview.hostRow('gpu7').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(order).toEqual(['gpu7', 'gpu3', 'gpu11', 'gpu15', 'gpu19', 'gpu23']);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('a100 rebooting');
  await expect(gearview.hostRow('gpu5')).toBeVisible();
  await expect(gearview.hostRow('gpu7')).toBeHidden();
  await picture(page, 'search');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: texts.add, exact: true }).click();
  await page.getByText(texts.organise, { exact: true }).click();
  await pictures(page, 'form');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(gearview.hostRow('gpu7')).toBeVisible();
  await expect.poll(order).toEqual(['gpu7', 'gpu3', 'gpu11', 'gpu15', 'gpu19', 'gpu23']);
});
