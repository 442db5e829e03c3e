/** What a recipe that installs the packages of some roles has to ask of a host. */
import type { PackageNames } from './distribution';
import { askedOfFiles } from './fromFiles';
import type { PlanContext } from './recipe';
import type { SurveyQuestions } from './survey';

type Context = Omit<PlanContext, 'survey'>;

export function askedOf(context: Context, wanted: readonly PackageNames[]): Partial<SurveyQuestions> {
  const names = wanted.flatMap((each) => ('why' in each ? [] : each));
  return {
    packages: [...names.filter((name) => !name.startsWith('/')), ...askedOfFiles(context, names)],
    files: names.filter((name) => name.startsWith('/')),
  };
}
