/** What the app itself must never allow, each by its requirement: sandbox, ports, policy, navigation, permissions, one instance. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { prepareLaunch } from './run/electron';
import { ROOT } from './run/folders';
import { appEnvironment } from './support/app';
import { endPids } from './support/children';
import { descendants } from './support/process';
import { test } from './support/fixtures';
import { farEnds, listeningSockets } from './support/sockets';

test('R30 the page is sandboxed, isolated, and sees neither Node nor Electron', async ({ launch }) => {
  const { app, page } = await launch();
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    // Electron has it, and its types do not.
    BrowserWindow.getAllWindows().map(({ webContents }): unknown =>
      Reflect.apply(Reflect.get(webContents, 'getLastWebPreferences'), webContents, []),
    ),
  );
  expect(preferences).toHaveLength(1);
  for (const preference of preferences)
    expect(preference).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
  expect(
    await page.evaluate(() => ['process', 'require', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter((name) => name in window)),
  ).toEqual([]);
});

test('R30 the schemes serve their own files and nothing else', async ({ launch }) => {
  const { app } = await launch();
  const status = (url: string): Promise<number> => app.evaluate(async ({ net }, address) => (await net.fetch(address)).status, url);
  expect(await status('app://gearview/index.html')).toBe(200);
  expect(await status('screen://abcdefabcdef/')).toBe(200);
  for (const url of [
    'app://gearview/../package.json',
    'app://gearview/..%2f..%2fpackage.json',
    'app://gearview/%2e%2e/main.cjs',
    'app://gearview/assets/..%5c..%5cmain.cjs',
    'app://other/index.html',
    'app://gearview/',
    'app://gearview/index.html%00.js',
    'screen://abcdefabcdef/../page/index.html',
    'screen://short/',
    'screen://abcdefabcdef/main.cjs',
  ])
    expect([url, await status(url)]).toEqual([url, 404]);
});

test('R32 the preload adds nothing to the page', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('button', { name: 'Add host' }).first()).toBeVisible();
  const added = await page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow ?? {}));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$|^__zod_/.test(name));
  });
  expect(added).toEqual([]);
});

test('R34 a frame gets no ports, whatever it says', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('button', { name: 'Add host' }).first()).toBeVisible();
  await page.evaluate(async () => {
    Reflect.set(window, 'heard', 0);
    window.addEventListener('message', (event) => {
      if (JSON.stringify(event.data).includes('"port"')) Reflect.set(window, 'heard', Number(Reflect.get(window, 'heard')) + 1);
    });
    const frame = document.createElement('iframe');
    frame.src = 'screen://abcdefabcdef/';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
  });
  const heard = (): Promise<unknown> => page.evaluate(() => Reflect.get(window, 'heard'));
  const frame = page.frames().find((each) => each.url().startsWith('screen:'));
  expect(frame).toBeDefined();
  const arrived = page.evaluate(
    () => new Promise<void>((resolve) => window.addEventListener('message', (event) => event.source !== window && resolve())),
  );
  await frame?.evaluate(() => window.parent.postMessage({ kind: 'page-ready' }, '*'));
  await arrived;
  // The page's own word brings two, main's and the worker's, and in order: any that the frame was given would be there first.
  await page.evaluate(() => window.postMessage({ kind: 'page-ready' }, '*'));
  await expect.poll(heard).toBe(2);
});

test('R36 the policy is in force: no inline script, no eval, no foreign request', async ({ launch }) => {
  const { app, page, complaints } = await launch();
  await expect(page.getByRole('navigation', { name: 'Hosts' })).toBeVisible();
  expect(complaints).toEqual([]);
  const headers = await app.evaluate(async ({ net }) =>
    (await net.fetch('app://gearview/index.html')).headers.get('content-security-policy'),
  );
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ])
    expect(headers).toContain(rule);
  const tried = await page.evaluate(async () => {
    const script = document.createElement('script');
    let trusted = 'allowed';
    try {
      script.text = 'window.broken = true';
      document.body.append(script);
    } catch {
      trusted = 'refused';
    }
    const request = await fetch('https://example.com/').then(
      () => 'allowed',
      () => 'refused',
    );
    return { trusted, ran: 'broken' in window, request };
  });
  expect(tried).toMatchObject({ ran: false, request: 'refused' });
});

test('R37 no navigation, no new window', async ({ launch }) => {
  const { app, page } = await launch();
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  // Not through Playwright's page, which waits for a navigation that never comes.
  const inPage = (script: string): Promise<unknown> =>
    app.evaluate(({ BrowserWindow }, text) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text), script);
  await inPage("document.title = 'stayed'");
  for (const url of ['https://example.com/', 'app://gearview/other.html']) {
    const refused = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise((resolve) => {
          BrowserWindow.getAllWindows()[0]?.webContents.once('will-frame-navigate', (event) =>
            setImmediate(() => resolve(event.defaultPrevented)),
          );
        }),
    );
    await inPage(`window.location.href = ${JSON.stringify(url)}; undefined`);
    expect([url, await refused]).toEqual([url, true]);
  }
  expect(await inPage('document.title + window.location.href')).toBe('stayedapp://gearview/index.html');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('R40 of dropped files only packages and folders get a path, and only where the page takes them', async ({ launch, profile }) => {
  const { app, page } = await launch();
  await expect(page.getByRole('button', { name: 'Add host' }).first()).toBeVisible();
  const names = ['one.deb', 'two.RPM', 'secret.txt'];
  const files = [...names.map((name) => join(profile.home, name)), join(profile.home, 'folder')];
  for (const file of files.slice(0, -1)) await writeFile(file, 'x');
  await mkdir(join(profile.home, 'folder'));
  await page.evaluate(() => {
    const place = document.createElement('div');
    place.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 200px; height: 200px; z-index: 9';
    document.body.append(place);
    Reflect.set(window, 'heard', []);
    window.addEventListener('dragover', (event) => event.preventDefault());
    window.addEventListener('message', ({ data }) => {
      if (data?.kind === 'dropped-packages') Reflect.get(window, 'heard').push(data.paths);
    });
    const own = new DataTransfer();
    own.items.add(new File(['x'], 'own.deb'));
    place.toggleAttribute('data-accepts-packages');
    // A script cannot drop anything.
    place.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: own }));
    place.toggleAttribute('data-accepts-packages');
    Reflect.set(window, 'place', place);
  });
  const session = await app.context().newCDPSession(page);
  const drop = async (): Promise<void> => {
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 100, y: 100, data: { items: [], files, dragOperationsMask: 1 } });
  };
  await drop();
  await page.evaluate(() => Reflect.get(window, 'place').toggleAttribute('data-accepts-packages'));
  await drop();
  const heard = (): Promise<unknown> => page.evaluate(() => Reflect.get(window, 'heard'));
  await expect.poll(heard).toEqual([[files[0], files[1], files[3]]]);
  expect(page.url()).toBe('app://gearview/index.html');
});

test('R38 every permission is denied', async ({ launch }) => {
  const { page } = await launch();
  const granted = await page.evaluate(async () => {
    const names = ['notifications', 'geolocation', 'camera', 'microphone', 'midi', 'persistent-storage', 'screen-wake-lock'] as const;
    const states = await Promise.all(
      names.map((name) =>
        navigator.permissions.query({ name }).then(
          ({ state }) => state,
          () => 'unknown',
        ),
      ),
    );
    const clipboard = await Reflect.get(navigator, 'clipboard')
      ?.readText()
      .then(
        () => 'read',
        () => 'refused',
      );
    return { granted: states.filter((state) => state === 'granted'), clipboard: clipboard ?? 'absent' };
  });
  expect(granted).toEqual({ granted: [], clipboard: 'absent' });
});

test('the window comes back where it was, and a broken memory of it is no loss', async ({ launch, profile }) => {
  const bounds = { x: 60, y: 40, width: 1111, height: 777 };
  const boundsOf = ({ app }: { app: ElectronApplication }) =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  const first = await launch();
  await first.app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted), bounds);
  await expect.poll(() => boundsOf(first)).toEqual(bounds);
  await first.close();
  const second = await launch();
  expect(await boundsOf(second)).toEqual(bounds);
  await second.close();
  for (const file of ['window.json', 'window.json.bak']) await writeFile(join(profile.userData, file), '{"version":1,');
  const third = await launch();
  expect(await boundsOf(third)).toMatchObject({ width: 1440, height: 900 });
});

test('R21 a damaged list of hosts is kept aside, the last good one is shown, and the operator is told', async ({ launch, profile }) => {
  for (const name of ['gpu1', 'gpu2']) await profile.addHost({ name, address: name, port: 22, user: 'alice', auth: { kind: 'agent' } });
  await writeFile(join(profile.userData, 'hosts.json'), '{"version":2,');
  const { page, gearview } = await launch();
  await expect(page.getByText(/The damaged file was kept as .*hosts\.json\.corrupt-\d+/)).toBeVisible();
  await expect(gearview.hostRow('gpu1')).toBeVisible();
});

test('without Playwright: R31 worker apart from main, R1 not one listening socket, R24 no connection to anywhere, R41 one instance per profile', async ({
  profile,
}) => {
  const { executable, switches } = await prepareLaunch();
  const args = [...switches, `--user-data-dir=${profile.userData}`, ROOT];
  const env = appEnvironment(profile);
  const first = spawn(executable, args, { env, stdio: 'ignore' });
  const pid = first.pid ?? 0;
  try {
    const tree = (): readonly number[] => [pid, ...descendants(pid)];
    // The profile's socket is there once the lock is taken; the worker once the window opens.
    await expect
      .poll(() => listeningSockets(tree()).filter(({ address }) => address.endsWith('SingletonSocket')).length, { timeout: 20_000 })
      .toBe(1);
    await expect.poll(() => descendants(pid).length, { timeout: 20_000 }).toBeGreaterThan(3);
    expect(listeningSockets(tree()).filter(({ address }) => !address.endsWith('SingletonSocket'))).toEqual([]);
    // Without hosts there is nobody to talk to.
    expect(farEnds(tree())).toEqual([]);

    const second = spawn(executable, args, { env, stdio: 'ignore' });
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(0);
    expect(first.exitCode).toBeNull();
  } finally {
    await endPids([pid, ...descendants(pid)]);
  }
});
