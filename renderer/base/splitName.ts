/** Where a long name is cut: the end, which tells names apart, always stays. */
const SHORT = 18;
const TAIL = 9;
const SEGMENTER = new Intl.Segmenter();

/** `tail` is empty for names that are short anyway. Counts whole characters, as people see them. */
export function splitName(text: string): { readonly head: string; readonly tail: string } {
  const characters = Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
  if (characters.length <= SHORT) return { head: text, tail: '' };
  return { head: characters.slice(0, -TAIL).join(''), tail: characters.slice(-TAIL).join('') };
}
