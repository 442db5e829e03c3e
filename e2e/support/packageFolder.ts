/** A folder on the laptop with the package files that a host would fetch: brought there by somebody who reaches a mirror. */
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import type { SetUpPlan } from '../../electron/contract/setUp';
import type { SetUpHost } from './setUpHost';

/** Names of the packages that the plan installs from repositories. */
export const namesIn = ({ steps }: Pick<SetUpPlan, 'steps'>): readonly string[] =>
  steps
    .flatMap(({ commands }) => commands.flatMap((line) => (/ install (.*)$/.exec(line)?.[1] ?? '').split(' ')))
    .filter((name) => /^[a-z0-9]/.test(name));

/** Fills `folder` with these packages and all that they need there; the host's package lists are as before then. Resolves with how many they are. */
export async function fillFolder({ box, proxy }: SetUpHost, names: readonly string[], folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const said = await box.asRoot(
    `{ mv /var/lib/apt/lists /run/lists; apt-get update; } >&2; apt-get -y -qq --no-install-recommends --print-uris install ${names.join(' ')}; rm -r /var/lib/apt/lists; mv /run/lists /var/lib/apt/lists`,
  );
  const all = [...said.matchAll(/^'(\S+)' (\S+) \d+ /gm)];
  for (const [, url = '', name = ''] of all) await writeFile(join(folder, name), await fetched(url, proxy.port));
  return all.length;
}

function fetched(url: string, port: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: url, headers: { host: new URL(url).host } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(Buffer.concat(parts)) : reject(new Error(`${url}: ${response.statusCode}`)),
      );
      response.on('error', reject);
    }).on('error', reject);
  });
}
