/** What the rest of the app knows of an X proxy: one interface, an adapter each. The shell half of an adapter lies in resources/session. */
import type { XProxyKind } from '../contract/session';
import type { CommandLine } from './commandLine';

/** What a client has to show to enter. */
export type Access =
  /** Security type None. */
  | { readonly kind: 'open' }
  /** A one-time password, asked of the X proxy for every connect. */
  | { readonly kind: 'one-time-password' }
  /** The password in a file of the user's. */
  | { readonly kind: 'password-file' }
  | { readonly kind: 'impossible'; readonly why: string };

export interface XProxy {
  readonly kind: XProxyKind;
  /** As its makers write it. */
  readonly name: string;
  /** The functions that start and end it, in resources/. */
  readonly script: string;
  /** What it speaks on its socket fastest. `version` is empty when not known. */
  transport(version: string): 'rfb' | 'websocket';
  /** Of a running one, from its command line. */
  access(line: CommandLine): Access;
}

export const securityTypes = (line: CommandLine): readonly string[] | undefined =>
  line
    .option('securitytypes')
    ?.toLowerCase()
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
