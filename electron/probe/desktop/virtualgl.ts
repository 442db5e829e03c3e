/** VirtualGL as it is installed, and as vglserver_config(1) left the host. */
import type { DesktopFacts } from '../../contract/probe/desktop';
import { linesOf, wordOf } from './lines';

type VirtualGl = NonNullable<DesktopFacts['virtualgl']>;
type Setup = Pick<VirtualGl, 'group' | 'inGroup' | 'groupPending' | 'xauthKey' | 'restricted'>;

/** `vglrun --version`, then the libraries that the loader and this login's LD_LIBRARY_PATH have. */
export function parseVirtualgl(text: string): Pick<VirtualGl, 'version' | 'inLoaderPath'> | undefined {
  const [, version] = /VirtualGL v(\d[\w.]*)/.exec(text) ?? [];
  return version === undefined ? undefined : { version: wordOf(version), inLoaderPath: /libvglfaker\.so/.test(text) };
}

/** `group`, `login`, `account` and `key` rows, and the options of modprobe.d/virtualgl.conf; undefined without the login's groups. */
export function parseVirtualglSetup(text: string): Setup | undefined {
  const rows = linesOf(text);
  const groups = (key: string): readonly string[] | undefined =>
    rows
      .find((row) => row.startsWith(`${key} `))
      ?.split(' ')
      .slice(1);
  const [login, account] = [groups('login'), groups('account')];
  if (login === undefined) return undefined;
  const inGroup = login.includes('vglusers');
  const [, key] = /^key (readable|unreadable)$/m.exec(text) ?? [];
  const [, mode] = /NVreg_DeviceFileMode=0*(\d+)/.exec(text) ?? [];
  return {
    group: rows.some((row) => row.startsWith('group vglusers:')),
    inGroup,
    groupPending: !inGroup && account?.includes('vglusers') === true,
    xauthKey: key === 'readable' || key === 'unreadable' ? key : 'absent',
    restricted: mode !== undefined && !/[67]$/.test(mode),
  };
}
