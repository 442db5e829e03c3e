/** What the frame shows: the live connection, and over it the last picture of the one before until the new one has drawn. */
import type { FrameEvent } from '../../../electron/contract/screen';
import type { Port } from '../../../electron/ipc/port';
import { openView, releaseKeys, type View, type ViewSettings } from './view';

export interface Desktop {
  /** Replaces what is connected. */
  connect(port: Port): void;
  disconnect(): void;
  set(settings: Partial<ViewSettings>): void;
  ctrlAltDel(): void;
  paste(text: string): void;
  focus(): void;
  /** Gives the keyboard back, with no key held. */
  release(): void;
  setLookedAt(on: boolean): void;
  /** Where the picture is, live or last. */
  readonly canvas: () => HTMLCanvasElement | undefined;
}

export function createDesktop(place: HTMLElement, emit: (event: FrameEvent) => void): Desktop {
  const settings: ViewSettings = { viewOnly: false, scaling: 'remote' };
  let live: View | undefined;
  /** Ended, its last picture in front. */
  let still: View | undefined;
  let lookedAt = true;

  function dropStill(): void {
    still?.layer.remove();
    still = undefined;
  }

  /** The view's last picture goes to the front, unless there is none. */
  function keep(view: View): void {
    if (!view.drawn) return view.layer.remove();
    dropStill();
    still = view;
    view.layer.classList.add('still');
  }

  function disconnect(silent: boolean): void {
    const view = live;
    live = undefined;
    if (view === undefined) return;
    view.end(silent);
  }

  return {
    connect(port) {
      disconnect(true);
      const view: View = openView(place, port, settings, {
        emit,
        onPicture: () => {
          if (view === live) dropStill();
          if (document.hasFocus()) view.focus();
          // Until now everything was wanted.
          view.setLookedAt(lookedAt);
        },
        onOver: () => {
          if (view === live) live = undefined;
          keep(view);
        },
      });
      live = view;
    },
    disconnect: () => disconnect(false),
    set(changed) {
      Object.assign(settings, changed);
      live?.apply(settings);
    },
    ctrlAltDel() {
      // With Shift still held from a chord it would be another key.
      releaseKeys();
      live?.ctrlAltDel();
    },
    paste: (text) => live?.paste(text),
    focus: () => live?.focus(),
    release() {
      releaseKeys();
      live?.blur();
    },
    setLookedAt(on) {
      lookedAt = on;
      if (live?.drawn === true) live.setLookedAt(on);
    },
    canvas: () => (live?.drawn === true ? live : still)?.canvas,
  };
}
