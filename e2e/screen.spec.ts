/** A screen as an operator uses it: keyboard, clipboard, size, view only, and coming back after everything that can break. */
import { expect, type Page } from '@playwright/test';
import { send } from './support/children';
import { descendants } from './support/process';
import { test, WITHOUT_TURBOVNC, type Launched } from './support/fixtures';
import { listeningSockets } from './support/sockets';
import type { Sshd } from './support/sshd';
import { inDesktop } from './support/ssh';

/** A desktop that is open, and its display number. */
async function openDesktop({ page, gearview }: Launched): Promise<number> {
  await gearview.connectHost('Box');
  await gearview.newDesktop();
  await gearview.waitForPicture();
  await gearview.stopCheck();
  return Number(/:(\d+)/.exec((await page.getByRole('tab', { selected: true }).textContent()) ?? '')?.[1]);
}

const canvas = (page: Page) => page.frameLocator('iframe').locator('canvas').first();

/** An xterm that fills the desktop and writes what is typed, up to Enter, into $HOME/typed. */
async function openTerminal(sshd: Sshd, display: number): Promise<void> {
  await inDesktop(
    sshd,
    display,
    `rm -f "$HOME/typed"
     setsid xterm -T typing -geometry 200x70+0+0 -e sh -c 'IFS= read -r line; printf %s "$line" >"$HOME/typed"' >/dev/null 2>&1 </dev/null &
     until xwininfo -name typing >/dev/null 2>&1; do sleep 0.05; done`,
  );
}

const typed = (sshd: Sshd, display: number): Promise<string> => inDesktop(sshd, display, 'cat "$HOME/typed" 2>/dev/null || echo nothing');

test('keyboard and view only', async ({ startHost, addHost, launch }) => {
  const sshd = await startHost(WITHOUT_TURBOVNC);
  await addHost('Box', sshd);
  const launched = await launch();
  const { page } = launched;
  const display = await openDesktop(launched);
  await openTerminal(sshd, display);
  const viewOnly = page.getByRole('button', { name: 'View only' });
  await viewOnly.click();
  await canvas(page).click({ position: { x: 200, y: 200 } });
  await page.keyboard.type('never');
  await viewOnly.click();
  await canvas(page).click({ position: { x: 200, y: 200 } });
  await page.keyboard.type('Hello, GPU! (1+2)');
  await page.keyboard.press('Enter');
  await expect.poll(() => typed(sshd, display)).toBe('Hello, GPU! (1+2)');
});

test('clipboard, both ways, only while the screen has the focus', async ({ startHost, addHost, launch }) => {
  const sshd = await startHost(WITHOUT_TURBOVNC);
  await addHost('Box', sshd);
  const launched = await launch();
  const { page, app } = launched;
  const display = await openDesktop(launched);
  const laptop = (): Promise<string> => app.evaluate(({ clipboard }) => clipboard.readText());
  const desktop = (): Promise<string> => inDesktop(sshd, display, 'timeout 3 xclip -o -selection clipboard 2>/dev/null || echo nothing');

  await app.evaluate(({ clipboard }) => clipboard.writeText('from the laptop: äöü 桌面'));
  await canvas(page).click({ position: { x: 300, y: 300 } });
  await expect.poll(desktop).toBe('from the laptop: äöü 桌面');

  await inDesktop(sshd, display, "printf 'from the desktop' | xclip -selection clipboard >/dev/null 2>&1");
  await expect.poll(laptop).toBe('from the desktop');

  await page.getByRole('tab', { name: 'Desktops', exact: true }).click();
  await inDesktop(sshd, display, "printf 'not for the laptop' | xclip -selection clipboard >/dev/null 2>&1");
  await expect.poll(desktop).toBe('not for the laptop');
  expect(await laptop()).toBe('from the desktop');
});

test('the desktop takes the size of the view', async ({ startHost, addHost, launch }) => {
  const sshd = await startHost(WITHOUT_TURBOVNC);
  await addHost('Box', sshd);
  const launched = await launch();
  const { page, app } = launched;
  const display = await openDesktop(launched);
  const sizes = async (): Promise<string> => {
    const frame = await page.locator('iframe').boundingBox();
    const size = await inDesktop(sshd, display, "xdpyinfo | sed -n 's/^ *dimensions: *\\([0-9x]*\\).*/\\1/p'");
    return `${Math.round(frame?.width ?? 0)}x${Math.round(frame?.height ?? 0)} ${size.trim()}`;
  };
  await expect.poll(sizes).toMatch(/^(\d+x\d+) \1$/);
  const before = await sizes();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1200, 760));
  await expect.poll(sizes).not.toBe(before);
  await expect.poll(sizes).toMatch(/^(\d+x\d+) \1$/);
});

test('every frame has a process of its own, and nothing listens on the laptop', async ({ startHost, addHost, launch }) => {
  await addHost('Box', await startHost(WITHOUT_TURBOVNC));
  const launched = await launch();
  const { page, app, gearview } = launched;
  await openDesktop(launched);
  await page.getByRole('tab', { name: 'Desktops', exact: true }).click();
  await page.getByRole('button', { name: 'New desktop', exact: true }).click();
  await expect(page.getByRole('tab', { name: /:\d+/ })).toHaveCount(2, { timeout: 30_000 });
  await gearview.waitForPicture();

  const frames = await app.evaluate(({ BrowserWindow }) =>
    (BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.framesInSubtree ?? []).map(({ origin, osProcessId }) => ({
      origin,
      osProcessId,
    })),
  );
  expect(frames.map(({ origin }) => origin.replace(/[a-z0-9]{12}$/, 'ID')).toSorted()).toEqual([
    'app://gearview',
    'screen://ID',
    'screen://ID',
  ]);
  expect(new Set(frames.map(({ osProcessId }) => osProcessId)).size).toBe(3);

  const main = app.process().pid ?? 0;
  const listening = listeningSockets([main, ...descendants(main)]);
  // Chromium's single-instance socket lies in the profile, which nobody else can enter.
  const others = listening.filter(({ kind, address }) => !(kind === 'unix' && address.endsWith('SingletonSocket')));
  // Playwright's own two ways in, the inspector and DevTools, say what they are; a person's app has neither.
  const isDebugger = async (address: string): Promise<boolean> =>
    (
      await fetch(`http://${address}/json/version`).then(
        (answer) => answer.text(),
        () => '',
      )
    ).includes('"Protocol-Version"');
  const unexplained = [];
  for (const socket of others) if (socket.kind !== 'tcp' || !(await isDebugger(socket.address))) unexplained.push(socket);
  expect(unexplained).toEqual([]);
  expect(others.length).toBeLessThanOrEqual(2);
});

test('a dropped connection, a killed worker: the same desktop comes back by itself', async ({ startHost, addHost, launch }) => {
  const sshd = await startHost(WITHOUT_TURBOVNC);
  await addHost('Box', sshd);
  const launched = await launch();
  const { page, app } = launched;
  const display = await openDesktop(launched);
  // Each picture that comes after a new connect leaves a mark.
  const pictures = (): Promise<number> => page.evaluate(() => performance.getEntriesByName('gearview:first-picture').length);
  expect(await pictures()).toBe(1);

  // The listener goes on; connections are children of it. Desktops are not: they outlive the login that started them.
  for (const pid of descendants(sshd.pid)) send(pid, 'SIGKILL');
  await expect.poll(pictures, { timeout: 20_000 }).toBe(2);
  await openTerminal(sshd, display);
  await canvas(page).click({ position: { x: 200, y: 200 } });
  await page.keyboard.type('back\n');
  await expect.poll(() => typed(sshd, display)).toBe('back');

  const workers = await app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ name }) => name === 'Gearview worker')
      .map(({ pid }) => pid),
  );
  expect(workers).toHaveLength(1);
  process.kill(workers[0] ?? 0, 'SIGKILL');
  await expect.poll(pictures, { timeout: 20_000 }).toBe(3);
  await openTerminal(sshd, display);
  await canvas(page).click({ position: { x: 200, y: 200 } });
  await page.keyboard.type('again\n');
  await expect.poll(() => typed(sshd, display)).toBe('again');
});

test('closing a tab ends the view and never the session; a killed X proxy is said so', async ({ startHost, addHost, launch }) => {
  const sshd = await startHost(WITHOUT_TURBOVNC);
  await addHost('Box', sshd);
  const launched = await launch();
  const { page } = launched;
  const display = await openDesktop(launched);
  await page.getByRole('toolbar', { name: 'Screen tools' }).getByRole('button', { name: 'Close' }).click();
  expect(await inDesktop(sshd, display, 'xdpyinfo >/dev/null && echo lives')).toContain('lives');
  await page
    .getByRole('article', { name: new RegExp(`^Desktop :${display} `) })
    .getByRole('button', { name: 'Open' })
    .click();
  await launched.gearview.waitForPicture();
  await inDesktop(sshd, display, 'kill -9 "$(cat "/tmp/.X${DISPLAY#:}-lock" | tr -d " ")"');
  await expect(page.getByRole('main')).toContainText('This desktop has ended', { timeout: 20_000 });
});
