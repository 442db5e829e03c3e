/** The scripts of resources/recipe/set-up that a run sends, with their parts before them. */

const own = (...names: readonly string[]): readonly string[] => names.map((name) => `recipe/set-up/${name}.sh`);
const ABOUT_RUNS = ['lib/process.sh', ...own('runs')];

export const LAUNCH = [...ABOUT_RUNS, ...own('sudo', 'password', 'launch')];
export const FOLLOW = [...ABOUT_RUNS, ...own('follow')];
export const STOP = [...ABOUT_RUNS, ...own('stop')];
export const FINISH = [...ABOUT_RUNS, ...own('finish')];
export const STANDING = [...ABOUT_RUNS, ...own('lock', 'standing')];

export const JOURNAL_PLAN = own('journal', 'journalPlan');

/** What launch.sh is given: the process that keeps a job, and what the job does. */
export const SUPERVISOR = own('sudo', 'supervisor');
export const WORK = {
  task: ['lib/process.sh', ...own('journal', 'lock', 'commands', 'act')],
  undo: ['lib/process.sh', ...own('journal', 'lock', 'commands', 'undoPackages', 'undoPaths', 'undo')],
} as const;
