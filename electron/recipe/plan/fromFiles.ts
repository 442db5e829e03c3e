/** Packages that come from the app's package files: which, where they lie on the host, and what they lack. */
import type { PackageFile } from '../../contract/setUp';
import { closureOf } from '../packages/closure';
import { isInstalled } from './installed';
import type { PlanContext } from './recipe';

type Context = Omit<PlanContext, 'survey'>;

const usesFiles = ({ wish }: Pick<Context, 'wish'>): boolean => wish.useFiles || wish.offline;

/** One of the app's files is this package, and the wish lets it be used. */
export const servedByFile = (context: Pick<Context, 'wish' | 'files'>, name: string): boolean =>
  usesFiles(context) && context.files.some((file) => file.name === name);

/** The files for these names with what they depend on, without what is installed: nothing is upgraded. None where no home would take them. */
export const filesFor = (context: PlanContext, names: readonly string[]): readonly PackageFile[] =>
  context.facts.login.home === undefined
    ? []
    : closureOf(
        names.filter((name) => servedByFile(context, name)),
        context.files,
      ).filter((file) => !isInstalled(context.survey, file.name));

/** What a plan has to ask of packages that come from files: of each whether it is there, and what it needs. */
export function askedOfFiles(context: Context, names: readonly string[]): readonly string[] {
  const closure = closureOf(
    names.filter((name) => servedByFile(context, name)),
    context.files,
  );
  return closure.flatMap((file) => [file.name, ...(file.format === 'deb' ? file.depends.flat() : [])]);
}

/** What the files need and neither is among them nor installed under that name. Only deb packages depend on names of packages. */
export function unmetBy(context: PlanContext, taken: readonly PackageFile[]): readonly string[] {
  const there = new Set(taken.flatMap((file) => [file.name, ...file.provides]));
  const met = (names: readonly string[]): boolean => names.some((name) => there.has(name) || isInstalled(context.survey, name));
  const unmet = taken.flatMap((file) => (file.format === 'deb' ? file.depends.filter((names) => !met(names)) : []));
  return [...new Set(unmet.map((names) => names[0] ?? ''))].filter((name) => name !== '');
}

/** Where the app puts it, as the login. */
export function pathOf({ facts }: Pick<PlanContext, 'facts'>, { sha256, fileName }: PackageFile): string {
  const home = facts.login.home?.path ?? '';
  return `${home === '/' ? '' : home}/.gearview/packages/${sha256}/${fileName}`;
}
