/** What the frames of the page may load. */
import { ScreenId } from '../contract/screen';

/** A frame may load only what the app itself serves for it. */
export function frameMayLoad(url: string): boolean {
  if (url === 'about:blank') return true;
  const parsed = parseUrl(url);
  return parsed?.protocol === 'screen:' && parsed.pathname === '/' && ScreenId.safeParse(parsed.host).success;
}

function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
