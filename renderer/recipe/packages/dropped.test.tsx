import { afterEach, describe, expect, test } from 'vitest';
import { droppedPaths, followDropped } from './dropped';

let end = (): void => undefined;
afterEach(() => {
  end();
  document.body.replaceChildren();
});

/** What a page hears when this is dragged over, or dropped on, an element. */
function drag(kind: 'dragover' | 'drop', types: readonly string[], on: Element): { readonly prevented: boolean; readonly effect: string } {
  const event = new Event(kind, { bubbles: true, cancelable: true });
  const dataTransfer = { types, dropEffect: 'unset' };
  Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
  on.dispatchEvent(event);
  return { prevented: event.defaultPrevented, effect: dataTransfer.dropEffect };
}

function elements(): readonly [accepting: Element, other: Element] {
  document.body.innerHTML = '<div data-accepts-packages><p>here</p></div><input>';
  return [document.querySelector('p') ?? document.body, document.querySelector('input') ?? document.body];
}

describe('dragging', () => {
  test('files may be dropped where packages are taken, and nowhere else', () => {
    const [accepting, other] = elements();
    end = followDropped(() => undefined);
    expect(drag('dragover', ['Files'], accepting)).toEqual({ prevented: true, effect: 'copy' });
    expect(drag('dragover', ['Files'], other)).toEqual({ prevented: true, effect: 'none' });
    expect([drag('drop', ['Files'], accepting), drag('drop', ['Files'], other)]).toMatchObject([{ prevented: true }, { prevented: true }]);
  });

  test('text goes where it always went', () => {
    const [accepting, other] = elements();
    end = followDropped(() => undefined);
    for (const on of [accepting, other]) {
      expect(drag('dragover', ['text/plain'], on)).toEqual({ prevented: false, effect: 'unset' });
      expect(drag('drop', ['text/plain'], on)).toMatchObject({ prevented: false });
    }
  });
});

describe('what the preload says', () => {
  test.each([
    [{ kind: 'dropped-packages', paths: ['/a/x.deb', '/b'] }, ['/a/x.deb', '/b']],
    [{ kind: 'dropped-packages', paths: [] }, []],
    [{ kind: 'dropped-packages', paths: [1] }, undefined],
    [{ kind: 'dropped-packages', paths: ['/a\u202egnp.deb'] }, undefined],
    [{ kind: 'dropped-packages' }, undefined],
    [{ kind: 'port', name: 'main' }, undefined],
    ['dropped-packages', undefined],
    [null, undefined],
  ])('case %#', (data, expected) => {
    expect(droppedPaths(data)).toEqual(expected);
  });

  test('is heard from this window, and not from a frame, until it ends', () => {
    const heard: string[][] = [];
    end = followDropped((paths) => heard.push(paths));
    const say = (path: string, source: MessageEventSource | null): boolean =>
      window.dispatchEvent(new MessageEvent('message', { data: { kind: 'dropped-packages', paths: [path] }, source }));
    say('/a.deb', window);
    say('/b.deb', null);
    end();
    say('/c.deb', window);
    expect(heard).toEqual([['/a.deb']]);
  });
});
