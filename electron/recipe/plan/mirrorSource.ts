/** A mirror of the distribution's own packages as a package source; its packages are checked with the distribution's key. */
import { already, cannot, TO_DO } from './draft';
import type { DraftStep, PlanContext } from './recipe';
import { isThere, sourceName, sourceStep, type Source } from './source';

type Context = Omit<PlanContext, 'survey'>;

/** Undefined without a mirror in the wish. */
export function mirrorSource(context: Context): Source | undefined {
  const { wish, distribution } = context;
  const url = wish.mirror.system?.replace(/\/+$/, '');
  if (url === undefined || wish.offline) return undefined;
  const name = sourceName(context, 'gearview-system');
  const { key = '', parts = [] } = distribution.mirror ?? {};
  const text =
    distribution.manager === 'apt'
      ? `deb [signed-by=${key}] ${url} ${distribution.codename ?? ''} ${parts.join(' ')}\n`
      : parts.map((part, index) => repository(`${name.id}-${index + 1}`, `${url}/${part}`, key)).join('\n');
  return {
    id: 'system-mirror',
    title: 'Add your mirror of the distribution’s packages',
    // One part cannot be asked for without the others.
    name: { ...name, id: `${name.id}-*` },
    files: [{ path: name.path, mode: '0644', text }],
    commands: [],
    keys: [],
    warning:
      'Leave the mirror out where the host has this very address among its package sources already: apt refuses one that is listed twice with different keys.',
  };
}

/** None without a mirror in the wish. */
export function mirrorStep(context: PlanContext): readonly DraftStep[] {
  const source = mirrorSource(context);
  if (source === undefined) return [];
  if (context.distribution.mirror === undefined)
    return [
      sourceStep(
        context,
        source,
        cannot(
          'Mirrors of this distribution have no layout that a set-up could know: add yours to the host by hand, and leave it out here.',
        ),
      ),
    ];
  return [sourceStep(context, source, isThere(context, source) ? already(`${source.name.path} is there.`) : TO_DO)];
}

/** A section of a repository file; `key`: the file that packages are checked with. */
export const repository = (id: string, url: string, key: string): string =>
  [`[${id}]`, `name=${id}`, `baseurl=${url}`, 'enabled=1', 'gpgcheck=1', `gpgkey=file://${key}`, 'sslverify=1', ''].join('\n');
