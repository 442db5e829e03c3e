/** Which dialog about a connection is open; questions are not among them, for they come by themselves. */
import { create } from 'zustand';
import type { Host } from '../../electron/contract/host';

export type ConnectionDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'keys'; readonly host: Host }
  | { readonly kind: 'log'; readonly host: Host }
  | { readonly kind: 'bundle'; readonly host: Host };

export const useConnectionDialog = create<{ readonly dialog: ConnectionDialog }>(() => ({ dialog: { kind: 'none' } }));

const show = (dialog: ConnectionDialog): void => useConnectionDialog.setState({ dialog });

export const closeConnectionDialog = (): void => show({ kind: 'none' });
export const showKeyChange = (host: Host): void => show({ kind: 'keys', host });
export const showHostLog = (host: Host): void => show({ kind: 'log', host });
export const showSupportBundle = (host: Host): void => show({ kind: 'bundle', host });
