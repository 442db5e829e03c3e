/** Brings a package file of the app to a host, and believes neither side that it is still what was added (R47). */
import { createReadStream } from 'node:fs';
import { Failure } from '../../base/failure';
import { refused } from '../../base/jsonFile';
import type { Connection, LoadScript } from '../../connection/connection';
import { runScript } from '../../connection/script';
import type { PackageFile } from '../../contract/setUp';
import { sha256OfFile } from './checksum';

export interface UploadOptions {
  readonly signal?: AbortSignal;
  /** Of the file's size. Called at least once, at the end. */
  readonly onProgress?: (bytes: number) => void;
}

/** For the checksum of a gigabyte on a slow disk. */
const LOOK_MS = 660_000;
const PIECE = 256 * 1024;

/** Where it lies on the host. */
export const placeOnHost = (home: string, { sha256, fileName }: Pick<PackageFile, 'sha256' | 'fileName'>): string =>
  `${home.replace(/\/+$/, '')}/.gearview/packages/${sha256}/${fileName}`;

/**
 * Resolves with its path on the host; what is there already is not sent. `home`: of the login. `path`: of the file in the app's folder.
 * Rejects with `storage` when the file here is not what was added, or what arrived is not what was sent; that one is removed there.
 */
export async function upload(
  connection: Connection,
  load: LoadScript,
  home: string,
  file: PackageFile,
  path: string,
  { signal, onProgress }: UploadOptions = {},
): Promise<string> {
  const place = placeOnHost(home, file);
  const look = async (): Promise<string> => {
    const records = await runScript(connection, load, 'recipe/set-up/package.sh', {
      parameters: { FILE: place, SHA256: file.sha256 },
      timeoutMs: LOOK_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    return records.find(({ key }) => key === 'package')?.values[0] ?? '';
  };
  if ((await look()) !== 'have') {
    await checkHere(file, path, signal);
    const stream = () => createReadStream(path, { highWaterMark: PIECE });
    await connection.send({ size: file.size, stream }, place, {
      mode: 0o600,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    if ((await look()) !== 'have') {
      throw new Failure(
        'storage',
        `${file.fileName} did not arrive on ${connection.hostName} as it was sent: its checksum differs. It was removed there; try again.`,
        { retry: true },
      );
    }
  }
  onProgress?.(file.size);
  return place;
}

/** Rejects with `storage` when the file here is not what was added. */
export async function checkHere({ fileName, sha256 }: PackageFile, path: string, signal?: AbortSignal): Promise<void> {
  let sum: string;
  try {
    sum = await refused(path, 'read', () => sha256OfFile(path, signal));
  } catch (error) {
    throw signal?.aborted === true ? new Failure('cancelled', `Stopped before ${fileName} was sent.`) : error;
  }
  if (sum !== sha256) {
    throw new Failure(
      'storage',
      `${fileName} changed since it was added here: its checksum differs. Remove it from the package files and add it again.`,
    );
  }
}
