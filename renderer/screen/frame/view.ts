/** One connection's life with noVNC: from its channel to its end, and the canvas that it leaves behind. */
import RFB from '@novnc/novnc';
import type { FailureData } from '../../../electron/contract';
import { CLIPBOARD_BYTES, type FrameCommand, type FrameEvent } from '../../../electron/contract/screen';
import type { Port } from '../../../electron/ipc/port';
import { firstDrawn } from './drawn';
import { openRfbChannel } from './rfbChannel';

export type Scaling = Extract<FrameCommand, { kind: 'scaling' }>['scaling'];

export interface ViewSettings {
  viewOnly: boolean;
  scaling: Scaling;
}

export interface ViewEvents {
  emit(event: FrameEvent): void;
  /** The first picture is on the canvas. */
  onPicture(): void;
  /** Once, however it ended. */
  onOver(): void;
}

export interface View {
  readonly layer: HTMLElement;
  readonly canvas: HTMLCanvasElement | undefined;
  /** Whether it has shown a picture. */
  readonly drawn: boolean;
  apply(settings: ViewSettings): void;
  ctrlAltDel(): void;
  paste(text: string): void;
  focus(): void;
  blur(): void;
  setLookedAt(on: boolean): void;
  /** Ends it; with `silent`, nothing is told. The picture stays in the layer. */
  end(silent: boolean): void;
}

/** TigerVNC's own defaults for a good line; TurboVNC maps 8 to JPEG 92 without chroma subsampling (its doc/compatibility.txt). */
const QUALITY = 8;
const COMPRESSION = 2;
const NAME_CHARACTERS = 2048;

const refused = (message: string): FailureData => ({ code: 'rfb-refused', message, retry: true });
const PASSWORD_ASKED = refused('The server asked for a password; sessions started by this app never do.');
const NOT_UNDERSTOOD = refused('The screen could not make sense of what the desktop sent; open it again.');

export function openView(place: HTMLElement, port: Port, settings: ViewSettings, events: ViewEvents): View {
  const layer = document.createElement('div');
  layer.className = 'layer';
  place.append(layer);
  let over = false;
  let silent = false;
  let drawn = false;
  let failure: FailureData | undefined;

  /** noVNC answers with its `disconnect` event. */
  const give = (reason: FailureData): void => {
    failure ??= reason;
    rfb.disconnect();
  };
  const { channel, setLookedAt } = openRfbChannel(port, {
    onPicture: () => void showFirst(),
    onEnd: (reason) => void (failure ??= reason),
    onBroken: (error) => give({ ...NOT_UNDERSTOOD, detail: String(error).slice(0, 4000) }),
  });
  const rfb = new RFB(layer, channel, { shared: true });
  const screen = layer.firstElementChild;
  const canvas = layer.querySelector('canvas') ?? undefined;

  async function showFirst(): Promise<void> {
    if (canvas === undefined) return;
    await firstDrawn(canvas);
    if (over) return;
    drawn = true;
    events.onPicture();
    tell({ kind: 'picture', width: canvas.width, height: canvas.height });
  }

  function tell(event: FrameEvent): void {
    if (!over && !silent) events.emit(event);
  }

  function ended(clean: boolean): void {
    if (over) return;
    const event: FrameEvent = { kind: 'ended', ...endOf(failure, clean) };
    tell(event);
    over = true;
    sizes.disconnect();
    // noVNC takes its elements away; the last picture stays until there is a new one.
    if (screen !== null) layer.append(screen);
    events.onOver();
  }

  const sizes = new MutationObserver(() => {
    if (drawn && canvas !== undefined) tell({ kind: 'resized', width: canvas.width, height: canvas.height });
  });
  if (canvas !== undefined) sizes.observe(canvas, { attributes: true, attributeFilter: ['width', 'height'] });

  const on = (name: string, act: (detail: Record<string, unknown>) => void): void =>
    rfb.addEventListener(name, (event) => act(event instanceof CustomEvent ? event.detail : {}));
  on('connect', () => tell({ kind: 'connected' }));
  on('disconnect', ({ clean }) => ended(clean === true));
  on('desktopname', ({ name }) => tell({ kind: 'name', name: String(name).slice(0, NAME_CHARACTERS) }));
  on('bell', () => tell({ kind: 'bell' }));
  on('clipboard', ({ text }) => {
    if (typeof text === 'string' && text.length <= CLIPBOARD_BYTES) tell({ kind: 'clipboard', text });
  });
  // The guard speaks the handshake, so none of these can come; if one does, it is not shown to the operator.
  for (const name of ['credentialsrequired', 'securityfailure', 'serververification']) on(name, () => give(PASSWORD_ASKED));

  function apply({ viewOnly, scaling }: ViewSettings): void {
    // noVNC drops the releases of held keys once it is view-only.
    if (viewOnly && !rfb.viewOnly) releaseKeys();
    rfb.viewOnly = viewOnly;
    rfb.scaleViewport = scaling !== 'actual';
    // Set again after view-only: only then noVNC asks for the window's size.
    rfb.resizeSession = scaling === 'remote';
  }

  rfb.background = 'transparent';
  rfb.showDotCursor = true;
  rfb.qualityLevel = QUALITY;
  rfb.compressionLevel = COMPRESSION;
  apply(settings);

  return {
    layer,
    canvas,
    get drawn() {
      return drawn;
    },
    apply,
    ctrlAltDel: () => rfb.sendCtrlAltDel(),
    paste: (text) => rfb.clipboardPasteFrom(text),
    focus: () => rfb.focus({ preventScroll: true }),
    blur: () => rfb.blur(),
    setLookedAt,
    end(quietly) {
      silent ||= quietly;
      rfb.disconnect();
    },
  };
}

function endOf(failure: FailureData | undefined, clean: boolean): { failure?: FailureData } {
  if (failure !== undefined) return { failure };
  return clean ? {} : { failure: NOT_UNDERSTOOD };
}

/** noVNC releases what is held when its window loses the focus. */
export function releaseKeys(): void {
  window.dispatchEvent(new Event('blur'));
}
