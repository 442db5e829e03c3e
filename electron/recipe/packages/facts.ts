/** What a package file says of itself. */
import type { PackageFile } from '../../contract/setUp';

export type PackageFacts = Omit<PackageFile, 'sha256' | 'fileName' | 'size'>;

/** Of PackageFile. */
export const NAME_LIMIT = 256;
export const LIST_LIMIT = 500;
export const ALTERNATIVES_LIMIT = 32;

/** Each once, in order, as many as a PackageFile holds. */
export const listOf = (names: readonly string[]): string[] => [...new Set(names)].slice(0, LIST_LIMIT);
