/** The repositories of VirtualGL and TurboVNC as package sources; used where no package file of the app serves. */
import type { DraftStep, PlanContext } from './recipe';
import { recipesOf } from './composition';
import { already, cannot, TO_DO } from './draft';
import { virtualglFound, xProxyFound } from './found';
import { servedByFile } from './fromFiles';
import { installedWords, isInstalled } from './installed';
import { repository } from './mirrorSource';
import { isThere, sourceName, sourceStep, type Source } from './source';
import { VIRTUALGL_KEY } from './virtualglKey';

type Context = Omit<PlanContext, 'survey'>;

const BASE = 'https://packagecloud.io/dcommander';

const SOFTWARE = {
  virtualgl: { title: 'VirtualGL', deb: 'virtualgl', rpm: 'VirtualGL' },
  turbovnc: { title: 'TurboVNC', deb: 'turbovnc', rpm: 'turbovnc' },
} as const;
export type Software = keyof typeof SOFTWARE;

export const packageOf = ({ distribution }: Pick<Context, 'distribution'>, software: Software): string =>
  SOFTWARE[software][distribution.family === 'debian' ? 'deb' : 'rpm'];

/** Of the wished ones those that have to come from their repository. */
export const softwareFromRepositories = (context: Context): readonly Software[] =>
  (['virtualgl', 'turbovnc'] as const).filter(
    (software) =>
      !context.wish.offline && recipesOf(context.wish).includes(software) && !servedByFile(context, packageOf(context, software)),
  );

export function softwareSource(context: Context, software: Software): Source {
  const { wish, distribution } = context;
  const { title } = SOFTWARE[software];
  const url = `${wish.mirror.software?.replace(/\/+$/, '') ?? BASE}/${software}`;
  const name = sourceName(context, `gearview-${software}`);
  const common = { id: `${software}-repository`, title: `Add the repository of ${title}`, name };
  // A file of its own for each, so that either can be taken back.
  const pinned = `/etc/pki/rpm-gpg/gearview-${title}.asc`;
  if (distribution.manager !== 'apt')
    return {
      ...common,
      files: [
        { path: pinned, mode: '0644', text: VIRTUALGL_KEY },
        { path: name.path, mode: '0644', text: repository(name.id, `${url}/rpm_any/rpm_any/$basearch`, pinned) },
      ],
      commands: [],
      keys: [],
    };
  const key = `/etc/apt/keyrings/${name.id}.asc`;
  return {
    ...common,
    files: [{ path: name.path, mode: '0644', text: `deb [signed-by=${key}] ${url}/any/ any main\n` }],
    commands: [
      ['install', '-d', '-m', '0755', '/etc/apt/keyrings'],
      ['curl', '-fsSL', '--proto', '=https', '--max-time', '60', '-o', key, `${url}/gpgkey`],
      ['chmod', '0644', key],
    ],
    keys: [key],
    warning: `The key of this repository is fetched over HTTPS, and nothing else vouches for it; package files of ${title} in the app do without it.`,
  };
}

/** A step for each that has to come from its repository. */
export const softwareSteps = (context: PlanContext): readonly DraftStep[] =>
  softwareFromRepositories(context).map((software) => {
    const source = softwareSource(context, software);
    return sourceStep(context, source, stateOf(context, software, source));
  });

function stateOf(context: PlanContext, software: Software, source: Source): DraftStep['state'] {
  const { survey, wish, distribution } = context;
  const name = packageOf(context, software);
  const found = (software === 'virtualgl' ? virtualglFound(context.facts) : xProxyFound(context.facts, software)) ?? '';
  if (found !== '') return already(`No repository is needed: ${found}`);
  if (isInstalled(survey, name)) return already(`No repository is needed: ${installedWords(survey, [name])}`);
  const offered = survey.candidates?.get(name);
  if (isThere(context, source) && (survey.candidates === undefined || offered !== undefined))
    return already(`${source.name.path} is there.`);
  if (offered !== undefined) return already(`The host’s package lists offer ${name} ${offered}.`);
  if (!['x86_64', 'aarch64', ''].includes(distribution.architecture))
    return cannot(`${SOFTWARE[software].title} is not published for ${distribution.architecture}: it has to be built from its source.`);
  if (distribution.manager === 'apt' && wish.mirror.software?.startsWith('http:') === true)
    return cannot('The key of this repository has to come over HTTPS: use an address with https, or package files.');
  return TO_DO;
}
