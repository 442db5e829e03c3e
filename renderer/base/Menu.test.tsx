import { afterEach, beforeEach, expect, test } from 'vitest';
import { Menu } from './Menu';
import { closeMenu, openMenu, useMenu } from './menus';
import { doing, mount, unmountAll } from './mount';

let ran = 0;

beforeEach(async () => {
  ran = 0;
  // happy-dom has no popovers.
  Reflect.set(HTMLElement.prototype, 'showPopover', () => undefined);
  await mount(
    <>
      <button type="button" id="opener" aria-label="Opener" />
      <Menu />
    </>,
  );
  await doing(() => openMenu(element('#opener'), 'Menu', [{ label: 'Run', run: () => ran++ }]));
});
afterEach(async () => {
  closeMenu(false);
  Reflect.deleteProperty(HTMLElement.prototype, 'showPopover');
  await unmountAll();
});

function element(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`no ${selector}`);
  return found;
}
const isOpen = (): boolean => useMenu.getState().open !== undefined;
const point = (target: HTMLElement, kind: string): Promise<void> =>
  doing(() => target.dispatchEvent(new PointerEvent(kind, { bubbles: true })));

test('the button that goes up after a context menu came does not close it; the next press beside it does', async () => {
  await point(element('#opener'), 'pointerup');
  await point(element('[role=menuitem]'), 'pointerdown');
  expect(isOpen()).toBe(true);
  await point(element('#opener'), 'pointerdown');
  expect(isOpen()).toBe(false);
});

test('it closes when a frame or another window takes the focus', async () => {
  await doing(() => window.dispatchEvent(new Event('blur')));
  expect(isOpen()).toBe(false);
});

test('Escape closes it and gives the focus back; a choice runs once', async () => {
  expect(document.activeElement).toBe(element('[role=menuitem]'));
  await doing(() => element('[role=menuitem]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
  expect([isOpen(), document.activeElement]).toEqual([false, element('#opener')]);
  await doing(() => openMenu(element('#opener'), 'Menu', [{ label: 'Run', run: () => ran++ }]));
  await doing(() => element('[role=menuitem]').click());
  expect([isOpen(), ran]).toEqual([false, 1]);
});
