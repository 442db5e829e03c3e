/** A task as the script of a step takes it: a line each, every word coded, so that nothing of it is ever shell text. */
import type { Task } from '../plan/recipe';

const coded = (word: string): string => (word === '' ? '-' : Buffer.from(word, 'utf8').toString('base64'));
const line = (key: string, words: readonly string[]): string => `${[key, ...words.map(coded)].join(' ')}\n`;

export const taskText = ({ files, commands, undo }: Task): string =>
  [
    ...files.map(({ path, mode, text }) => line('file', [path, mode, text])),
    ...commands.map((words) => line('run', words)),
    ...undo.map((words) => line('undo', words)),
  ].join('');
