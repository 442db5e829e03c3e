/** The package files that the app keeps for hosts without internet, and what became of those that were added last. */
import { create } from 'zustand';
import type { PackageFile } from '../../../electron/contract/setUp';
import { failureOf } from '../../base/failure';
import { say } from '../../base/notices';
import { main, worker } from '../../base/ports';
import { followDropped } from './dropped';
import { setUpTexts as texts } from '../setUpTexts';

interface PackageStore {
  readonly files: readonly PackageFile[];
  /** Files are being read and copied. */
  readonly adding: boolean;
  /** Of the last time. */
  readonly refused: readonly { readonly fileName: string; readonly why: string }[];
}

export const usePackages = create<PackageStore>(() => ({ files: [], adding: false, refused: [] }));

const complain = (error: unknown): void => say(failureOf(error).message, 'bad');

/** Absolute paths of files and folders. */
export function addPackages(paths: readonly string[]): void {
  if (paths.length === 0 || usePackages.getState().adding) return;
  usePackages.setState({ adding: true, refused: [] });
  worker
    .call('recipe.addPackages', [...paths])
    .then(({ added, refused }) => {
      const isNew = ({ sha256 }: PackageFile): boolean => added.every((each) => each.sha256 !== sha256);
      usePackages.setState(({ files }) => ({ files: [...files.filter(isNew), ...added], refused }));
    }, complain)
    .finally(() => usePackages.setState({ adding: false }));
}

/** Files and folders that the operator chooses in the system's dialog. */
export function choosePackages(): void {
  main.call('dialog.packages', undefined).then(addPackages, complain);
}

export function removePackage(sha256: string): void {
  worker
    .call('recipe.removePackage', sha256)
    .then(() => usePackages.setState(({ files }) => ({ files: files.filter((file) => file.sha256 !== sha256) })), complain);
}

export const forgetRefused = (): void => usePackages.setState({ refused: [] });

/** Something was dropped where packages are taken. */
function takeDropped(paths: readonly string[]): void {
  if (paths.length === 0) say(texts.noneDropped, 'bad');
  else addPackages(paths);
}

export function followPackages(): void {
  followDropped(takeDropped);
  worker.on('recipe.packagesChanged', (files) => usePackages.setState({ files }));
  worker.onReady(() => {
    worker.call('recipe.packages', undefined).then((files) => usePackages.setState({ files }), complain);
  });
}
