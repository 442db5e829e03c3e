/** One package source: its files, whether they are there, and the step that adds it. */
import type { SetUpStep } from '../../contract/setUp';
import { isWritten } from './draft';
import { refreshCommand, type SourceName } from './install';
import { IDLE, type DraftStep, type PlanContext, type Task } from './recipe';
import { ROUGH } from './rough';

export interface Source extends Pick<SetUpStep, 'id' | 'title'> {
  readonly name: SourceName;
  /** The list or repository file comes last. */
  readonly files: Task['files'];
  /** Fetch keys; before the lists of the source are fetched. */
  readonly commands: Task['commands'];
  /** Files that these leave. */
  readonly keys: readonly string[];
  readonly warning?: string;
}

/** Where a source's list is: `/etc/apt/sources.list.d/NAME.list`, `/etc/yum.repos.d/NAME.repo`. */
export const sourceName = ({ distribution }: Pick<PlanContext, 'distribution'>, id: string): SourceName => ({
  id,
  path: distribution.manager === 'apt' ? `/etc/apt/sources.list.d/${id}.list` : `/etc/yum.repos.d/${id}.repo`,
});

/** Paths to ask a survey for. */
export const filesOf = ({ files, keys }: Source): readonly string[] => [...files.map(({ path }) => path), ...keys];

export const isThere = ({ survey }: PlanContext, { files, keys }: Source): boolean =>
  files.every((file) => isWritten(survey, file)) && keys.every((path) => survey.files.has(path));

export function sourceStep({ distribution }: PlanContext, source: Source, state: DraftStep['state']): DraftStep {
  const { id, title, name, files, commands, warning } = source;
  const step = {
    id,
    recipe: 'repositories' as const,
    title,
    uploads: [],
    undo: 'Removes the files that it wrote.',
    seconds: ROUGH.source.seconds,
    state,
  };
  if (state.kind !== 'to-do') return { ...step, ...IDLE };
  return {
    ...step,
    task: { files, commands: [...commands, refreshCommand(distribution, name)], undo: [] },
    changes: `Adds ${name.path}, and fetches its package lists.`,
    download: ROUGH.source.download,
    disk: ROUGH.source.disk,
    ...(warning === undefined ? {} : { warning }),
  };
}
