/** Every word of the recipe noun. */
import type { Step } from '../../../electron/contract/recipe';

export const recipeTexts = {
  title: (host: string) => `Cure on ${host}`,
  planning: 'Asking the host what would run',
  intro: 'These commands run on the host, in this order, once you agree.',
  steps: 'Steps',
  step: 'Step',
  runsAs: 'Runs as',
  root: 'root',
  login: 'this login',
  state: 'State',
  undo: 'To take it back',
  run: 'Run these commands',
  running: 'Running',
  stop: 'Stop after this command',
  runningOn: (host: string) => `Running a cure on ${host}`,
  copyCommands: 'Copy commands',
  cannot: 'Gearview cannot run this here.',
  cannotHelp: 'Copy the commands and run them yourself, then look again.',
  nothingToDo: 'Nothing is left to do: every step is done already.',
  lookAgain: 'Look again',
  progress: 'Commands are running, then the host is looked at again',
  stays: 'You can close this; it goes on, and its end is told.',
  gone: 'Gone',
  goneText: 'The host was looked at again: the problem is not found any more.',
  still: 'Still there',
  stillText: 'The host was looked at again: the problem is still found.',
  output: 'Output',
  exit: (status: number) => `Failed with status ${status}`,
  told: (host: string, title: string, gone: boolean) => `${host}: ${gone ? 'gone' : 'still there'}: ${title}`,
  failedTold: (host: string, message: string) => `${host}: ${message}`,
};

export const STEP_WORDS: Readonly<Record<Step['state']['kind'], string>> = {
  'to-do': 'To do',
  running: 'Runs',
  already: 'Done already',
  cannot: 'Cannot run',
  done: 'Done',
  failed: 'Failed',
};
