/** What a plan allows: to be run, or only to be read. */
import type { Plan } from '../../../electron/contract/recipe';

export type Runnable = { readonly kind: 'yes' } | { readonly kind: 'done' } | { readonly kind: 'no'; readonly why: readonly string[] };

export function runnable({ steps }: Pick<Plan, 'steps'>): Runnable {
  const why = steps.flatMap(({ state }) => (state.kind === 'cannot' ? [state.why] : []));
  if (why.length > 0) return { kind: 'no', why: [...new Set(why)] };
  return steps.some(({ state }) => state.kind === 'to-do') ? { kind: 'yes' } : { kind: 'done' };
}

/** What is left to run, for somebody who runs it by hand; as root where it has to be. */
export const commandsOf = ({ steps }: Pick<Plan, 'steps'>): string =>
  steps
    .filter(({ state }) => state.kind === 'to-do' || state.kind === 'cannot')
    .map(({ title, command, root }) => `# ${title}${root ? ' (as root)' : ''}\n${command}`)
    .join('\n');
