/** Package files and folders that a person drops on the page, where an element says `data-accepts-packages`; the preload finds their paths. */
import { PackagePaths } from '../../../electron/contract/setUp';

const accepts = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[data-accepts-packages]') !== null;

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/** Without this nothing can be dropped; and elsewhere the pointer shows that the page takes nothing. */
function allow(event: DragEvent): void {
  if (!hasFiles(event)) return;
  event.preventDefault();
  if (event.dataTransfer !== null) event.dataTransfer.dropEffect = accepts(event.target) ? 'copy' : 'none';
}

/** The window would open the file. */
function keepPage(event: DragEvent): void {
  if (hasFiles(event)) event.preventDefault();
}

/** Paths that a message of the preload names; undefined when it is another message. */
export function droppedPaths(data: unknown): string[] | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('paths' in data) || data.kind !== 'dropped-packages')
    return undefined;
  return PackagePaths.safeParse(data.paths).data;
}

/** `listener` hears the paths of each drop; none when nothing of it was a package or a folder. Returns what ends that. */
export function followDropped(listener: (paths: string[]) => void): () => void {
  const hear = ({ source, data }: MessageEvent<unknown>): void => {
    // A frame could post the same words; only the preload posts from this very window.
    const paths = source === window ? droppedPaths(data) : undefined;
    if (paths !== undefined) listener(paths);
  };
  window.addEventListener('message', hear);
  window.addEventListener('dragover', allow);
  window.addEventListener('drop', keepPage);
  return () => {
    window.removeEventListener('message', hear);
    window.removeEventListener('dragover', allow);
    window.removeEventListener('drop', keepPage);
  };
}
