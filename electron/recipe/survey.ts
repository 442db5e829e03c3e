/** Asks a host what a plan has to know beyond its facts. */
import type { Connection, LoadScript } from '../connection/connection';
import { runScript, type ScriptRecord } from '../connection/script';
import { plainText } from '../contract/text';
import type { Survey, SurveyQuestions } from './plan/survey';

const SURVEY_MS = 60_000;

/** `manager`: of the distribution. Rejects with why the host could not be asked. */
export async function surveyOf(
  connection: Connection,
  load: LoadScript,
  manager: 'apt' | 'dnf' | 'yum',
  questions: SurveyQuestions,
): Promise<Survey> {
  const lines = (names: readonly string[]): string => [...new Set(names)].join('\n');
  const records = await runScript(connection, load, 'recipe/set-up/survey.sh', {
    parameters: {
      MANAGER: manager,
      PACKAGES: lines(questions.packages),
      PATHS: lines(questions.files),
      GROUP_NAMES: lines(questions.groups),
      UNITS: lines(questions.services),
    },
    timeoutMs: SURVEY_MS,
  });
  return parseSurvey(records);
}

/** Any records give a survey. */
export function parseSurvey(records: readonly ScriptRecord[]): Survey {
  const rows = (key: string): readonly (readonly string[])[] => records.filter((record) => record.key === key).map(({ values }) => values);
  const versions = (key: string): ReadonlyMap<string, string> =>
    new Map(rows(key).map(([name = '', version = '']) => [plainText(name), plainText(version)]));
  const candidates = versions('candidate');
  const [[age = ''] = []] = rows('lists-age');
  return {
    packages: versions('package'),
    ...(candidates.size === 0 ? {} : { candidates }),
    ...(/^\d{1,12}$/.test(age) ? { listsAge: Number(age) } : {}),
    files: new Map(rows('file').map(([path = '', sum = '']) => [path, /^[0-9a-f]{64}$/.test(sum) ? sum : ''])),
    groups: new Map(rows('group').map(([name = '', member, login]) => [name, { member: member === 'yes', login: login === 'yes' }])),
    services: new Map(
      rows('service').map(([name = '', enabled = '', active]) => [
        name,
        { enabled: /^(enabled|enabled-runtime|static|alias|indirect)$/.test(enabled), active: active === 'active' },
      ]),
    ),
    others: rows('other')
      .map(([name = '']) => plainText(name, 64))
      .slice(0, 64),
    free: new Map(rows('free').flatMap(([path = '', free = '']) => (/^\d{1,15}$/.test(free) ? [[path, Number(free)] as const] : []))),
  };
}
