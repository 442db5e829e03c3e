/** The GL libraries that the loader finds. */
import { plainText } from '../../contract/text';

/** Sonames of `ldconfig -p`; those for 32 bits are left out where there are others. */
export function parseLibraries(text: string): string[] {
  const found = text.split('\n').flatMap((line) => {
    const [, name, tags] = /^\s*(lib\S+\.so\S*) \(([^)]*)\) => /.exec(line) ?? [];
    return name === undefined || tags === undefined ? [] : [{ name: plainText(name, 250), wide: tags.includes('64') }];
  });
  const wide = found.filter((each) => each.wide);
  return [...new Set((wide.length > 0 ? wide : found).map(({ name }) => name))].slice(0, 64);
}
