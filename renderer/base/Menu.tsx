/** Shows the open menu in the top layer, and lets the keyboard walk in it. */
import { Check } from 'lucide-react';
import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { classes } from './classes';
import { closeMenu, useMenu, type MenuItem, type OpenMenu } from './menus';
import styles from './Menu.module.css';
import { walk } from './walk';

export function Menu() {
  const open = useMenu((store) => store.open);
  return open === undefined ? null : <OpenedMenu key={open.name} menu={open} />;
}

const GAP = 4;

/** Beside its opener, and wholly inside the window. */
function place(element: HTMLElement, at: OpenMenu['at']): void {
  const { width, height } = element.getBoundingClientRect();
  const left = at.left + width > window.innerWidth - GAP ? at.right - width : at.left;
  const top = at.bottom + GAP + height > window.innerHeight - GAP ? at.top - GAP - height : at.bottom + GAP;
  element.style.left = `${Math.max(GAP, left)}px`;
  element.style.top = `${Math.max(GAP, top)}px`;
}

function OpenedMenu({ menu }: { readonly menu: OpenMenu }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    element.showPopover();
    place(element, menu.at);
    element.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
    // Not `popover=auto`: a context menu opens while the button is down, and Chromium 130 closes such a one when it goes up.
    const pressed = (event: PointerEvent): void => {
      if (event.target instanceof Node && !element.contains(event.target)) closeMenu(false);
    };
    // A frame takes the focus, or another window.
    const left = (): void => closeMenu(false);
    document.addEventListener('pointerdown', pressed, true);
    window.addEventListener('blur', left);
    return () => {
      document.removeEventListener('pointerdown', pressed, true);
      window.removeEventListener('blur', left);
    };
  }, [menu]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      closeMenu();
    } else {
      walk(event, event.currentTarget, '[role^=menuitem]');
    }
  };
  return (
    <div ref={list} popover="manual" role="menu" tabIndex={-1} aria-label={menu.name} className={styles.menu} onKeyDown={onKeyDown}>
      {menu.items.map((item) => (
        <Item key={item.label} item={item} />
      ))}
    </div>
  );
}

function Item({ item }: { readonly item: MenuItem }) {
  const { icon: Glyph, chosen } = item;
  const run = (): void => {
    closeMenu();
    item.run();
  };
  return (
    <>
      {item.apart === true && <hr className={styles.line} />}
      <button
        type="button"
        role={chosen === undefined ? 'menuitem' : 'menuitemradio'}
        aria-checked={chosen}
        tabIndex={-1}
        className={classes(styles.item, item.danger && styles.danger)}
        onClick={run}
      >
        <span className={styles.glyph}>
          {chosen === true ? <Check size={14} aria-hidden /> : Glyph !== undefined && <Glyph size={14} strokeWidth={1.75} aria-hidden />}
        </span>
        <span className={styles.label}>{item.label}</span>
        {item.keys !== undefined && <kbd className={styles.keys}>{item.keys}</kbd>}
      </button>
    </>
  );
}
