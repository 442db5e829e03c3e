/** For tests of the page: shows a component, and finds things in it as people do, by role and name. */
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean | undefined;
}

const roots: Root[] = [];

export async function mount(node: ReactNode): Promise<void> {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  roots.push(root);
  await act(async () => root.render(node));
}

/** Takes everything away that was mounted. */
export async function unmountAll(): Promise<void> {
  for (const root of roots.splice(0)) await act(async () => root.unmount());
  document.body.replaceChildren();
}

/** Lets calls and their answers travel, and React follow. */
export const settle = (): Promise<void> =>
  act(async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  });

/** Runs what changes the page, and waits for its effects. */
export async function doing(run: () => void): Promise<void> {
  await act(async () => run());
  await settle();
}

const SELECTORS: Readonly<Record<string, string>> = {
  button: 'button',
  heading: 'h1, h2, h3',
  dialog: 'dialog',
  alert: '[role=alert]',
  status: 'output',
  input: 'input, select, textarea',
};

export function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-labelledby');
  const label = element.id === '' ? undefined : document.querySelector(`label[for="${element.id}"]`);
  const text =
    element.getAttribute('aria-label') ??
    (labelled === null ? undefined : document.getElementById(labelled)?.textContent) ??
    label?.textContent ??
    element.closest('label')?.textContent ??
    element.textContent;
  return (text ?? '').trim();
}

export function all(role: keyof typeof SELECTORS, name?: string): HTMLElement[] {
  const found = [...document.querySelectorAll<HTMLElement>(SELECTORS[role] ?? '')];
  return name === undefined ? found : found.filter((element) => nameOf(element) === name);
}

/** The only one, or an error that tells what is there. */
export function one(role: keyof typeof SELECTORS, name?: string): HTMLElement {
  const found = all(role, name);
  const [first] = found;
  if (first === undefined || found.length > 1) {
    throw new Error(`${found.length} of ${role} “${name ?? ''}” among: ${all(role).map(nameOf).join(' | ')}`);
  }
  return first;
}

export const click = (role: keyof typeof SELECTORS, name: string): Promise<void> => doing(() => one(role, name).click());

/** Types into an input as React hears it. */
export function type(name: string, text: string): Promise<void> {
  return doing(() => {
    const input = one('input', name);
    // Past React's own setter, which would take it for a value of its own.
    Reflect.set(Object.getPrototypeOf(input) ?? input, 'value', text, input);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
