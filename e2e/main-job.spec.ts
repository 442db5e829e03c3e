/** The main job through the app as an operator does it: a host, a desktop on it, the picture, the verdict, and the end. */
import { existsSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { test, WITHOUT_TURBOVNC } from './support/fixtures';
import { ssh } from './support/ssh';
import { openTable } from './support/table';

const table = openTable('main-job');
const hasTurbo = existsSync('/opt/TurboVNC/bin/vncserver') && existsSync('/opt/VirtualGL/bin/vglrun');

/** By its display: the account may have others, left behind by somebody else. */
const cardOf = (page: Page, display: number) => page.getByRole('article', { name: new RegExp(`^Desktop :${display} `) });

test('from a click to a verdict, with TigerVNC', async ({ startHost, addHost, launch }) => {
  const sshd = await startHost(WITHOUT_TURBOVNC);
  await addHost('GPU box', sshd);
  const first = await launch();
  const { page, gearview } = first;

  await table.row('connect to a host', 'Connected', async () => {
    await gearview.connectHost('GPU box');
    return (
      (await page
        .getByRole('status')
        .filter({ hasText: /^Connected$/ })
        .first()
        .textContent()) ?? ''
    );
  });
  await table.row('new desktop in one click', /:\d+/, async () => {
    await gearview.newDesktop();
    return (await page.getByRole('tab', { selected: true }).textContent()) ?? '';
  });
  await table.row('first picture', 'picture', async () => {
    await gearview.waitForPicture();
    return 'picture';
  });
  await table.row('verdict without a GPU, by itself', 'Software llvmpipe', async () => {
    await gearview.waitForVerdict();
    await gearview.waitForRates();
    return (
      (await page.getByRole('region', { name: 'Check', exact: true }).getByRole('status', { name: 'Verdict' }).innerText()) ?? ''
    ).replaceAll('\n', ' ');
  });
  await page.screenshot({ path: 'test-results/main-job.png' });
  await gearview.waitForCheckEnd();
  const report = await gearview.readReport('GPU box');
  await table.row('session as it was started', '"xProxy":"tigervnc","mode":"software"', () =>
    Promise.resolve(JSON.stringify(report.session)),
  );
  await table.row(
    'evidence, weakest first',
    /Renderer string: .*llvmpipe.*\|Loaded libraries: .*\|.*Pixels in this window: .*gears turning/,
    () => Promise.resolve(report.verdict.evidence.join('|')),
  );
  await table.row('rendered frames per second', /^\d{2,}/, () => Promise.resolve(`${report.measurement.renderedFps}`));
  await table.row('delivered frames per second above 5', 'more', () =>
    Promise.resolve((report.measurement.deliveredFps ?? 0) > 5 ? 'more' : `${report.measurement.deliveredFps}`),
  );
  await table.row('the RFB socket on the host is private', /^srw-------\s+drwx------/, () =>
    ssh(sshd, 'cd "$HOME/.gearview/sessions/"*:*; stat -c %A rfb; stat -c %A .'),
  );
  await table.row('nothing listens on TCP there', 'none', async () => {
    const listening = await ssh(sshd, "awk '$4 == \"0A\" && $8 == '$(id -u)' {print $2}' /proc/net/tcp /proc/net/tcp6; echo end");
    // 5900 to 5999 in hexadecimal.
    return /:17[0-9A-F]{2}/.test(listening) ? listening : 'none';
  });
  expect(first.complaints).toEqual([]);

  await first.close();
  const second = await launch();
  const card = cardOf(second.page, report.session.display);
  await table.row('a session outlives the app and opens in one click', 'live', async () => {
    await second.gearview.connectHost('GPU box');
    await card.getByRole('button', { name: 'Open' }).click();
    await second.gearview.waitForPicture();
    await second.page.getByRole('tab', { name: 'Desktops', exact: true }).click();
    return (await card.innerText()).includes('started by hand') ? 'foreign' : 'live';
  });
  await table.row('kill asks once and names what dies', /All programs in .* on GPU box end/, async () => {
    await card.getByRole('button', { name: 'Kill' }).click();
    const dialog = second.page.getByRole('dialog', { name: /^Kill desktop :\d+\?$/ });
    const text = await dialog.innerText();
    await dialog.getByRole('button', { name: 'Kill' }).click();
    await expect(card).toBeHidden();
    return text.replaceAll('\n', ' ');
  });
  await table.row('a killed desktop leaves no process and no file', 'none left', async () =>
    (await ssh(sshd, 'ls "$HOME/.gearview/sessions/" | grep : ; ps -u "$(id -u)" -o comm= | grep -E "vnc|openbox"; echo none left')).trim(),
  );
});

test.describe('with TurboVNC and VirtualGL', () => {
  test.skip(!hasTurbo, 'did not run: TurboVNC and VirtualGL are not both under /opt');

  test('the same job, through vglrun on egl0', async ({ startHost, addHost, launch }) => {
    await addHost('GPU box', await startHost());
    const { page, gearview } = await launch();
    await gearview.connectHost('GPU box');
    await page.getByRole('button', { name: 'Desktop options' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'New desktop' });
    await dialog.getByLabel('GL device').selectOption({ value: 'egl0' });
    await dialog.getByLabel('Name (optional)').fill('render “1” $(id) <b>');
    await dialog.getByRole('button', { name: 'New desktop' }).click();
    await expect(page.getByRole('tab', { selected: true, name: /:\d+/ })).toBeVisible({ timeout: 20_000 });
    await gearview.waitForPicture();
    await gearview.waitForVerdict();
    await gearview.waitForCheckEnd();
    const report = await gearview.readReport('GPU box');
    await table.row('TurboVNC: session on egl0', '"xProxy":"turbovnc","mode":"host-egl"', () =>
      Promise.resolve(JSON.stringify(report.session)),
    );
    await table.row('TurboVNC: VirtualGL without a GPU is seen through', 'software', () => Promise.resolve(report.verdict.kind));
    await table.row('TurboVNC: the check ran through vglrun', '/opt/VirtualGL/bin/vglrun -d egl0', () =>
      page.getByRole('region', { name: 'Check', exact: true }).getByRole('code').first().innerText(),
    );
    await table.row('TurboVNC: VirtualGL is among the libraries', /^(?!.*not among them)/s, () =>
      Promise.resolve(report.verdict.evidence.slice(0, 2).join(' ')),
    );
    await page.getByRole('tab', { name: 'Desktops', exact: true }).click();
    const card = cardOf(page, report.session.display);
    await table.row('TurboVNC: the name is text and nothing else', 'render “1” $(id) <b>', () => card.innerText());
    await card.getByRole('button', { name: 'Kill' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Kill' }).click();
    await table.row('TurboVNC: killed', 'gone', async () => {
      await expect(card).toBeHidden({ timeout: 20_000 });
      return 'gone';
    });
  });
});
