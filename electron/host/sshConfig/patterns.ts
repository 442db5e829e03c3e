/** Patterns of ssh_config(5): `*` and `?`, lists with `!`; and file name patterns of glob(7). Time is at most length times length, and both are bounded. */

/** OpenSSH's own limit for a pattern of a list (match.c). */
const PATTERN_LIMIT = 1024;

export const isWild = (pattern: string): boolean => /[*?]/.test(pattern);

/** A whole text against one pattern (match.c, match_pattern()). Case counts. */
export function matchesPattern(text: string, pattern: string): boolean {
  if (!isWild(pattern)) return text === pattern;
  if (pattern.length > PATTERN_LIMIT) return false;
  // Without a list of steps: this runs for each host and each Host line.
  let [at, step, star, starAt] = [0, 0, -1, 0];
  while (at < text.length) {
    const char = pattern[step];
    if (char === '*') {
      star = step;
      starAt = at;
      step += 1;
    } else if (char !== undefined && (char === '?' || char === text[at])) {
      at += 1;
      step += 1;
    } else if (star < 0) return false;
    else {
      starAt += 1;
      at = starAt;
      step = star + 1;
    }
  }
  while (pattern[step] === '*') step += 1;
  return step >= pattern.length;
}

/** A comma-separated list with negation (match.c, match_pattern_list()): a negated match refuses whatever else matches. */
export function matchesList(text: string, list: string, options: { lowerCase?: boolean } = {}): boolean {
  let positive = false;
  for (const entry of (options.lowerCase === true ? list.toLowerCase() : list).split(',')) {
    const negated = entry.startsWith('!');
    if (!matchesPattern(text, negated ? entry.slice(1) : entry)) continue;
    if (negated) return false;
    positive = true;
  }
  return positive;
}

/** One part of a path against glob(7): also `[a-z]` and `[!a-z]`; a leading dot is matched only by a dot. */
export function matchesFileName(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  if (pattern.length > PATTERN_LIMIT) return false;
  const steps: Step[] = [];
  let rest = pattern;
  while (rest !== '') {
    const [whole, negated, set] = /^\[(!?)(\]?[^\]]*)\]/.exec(rest) ?? [];
    const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
    steps.push(whole !== undefined && set !== undefined ? setStep(set, negated === '!') : stepOf(char));
    rest = rest.slice(whole?.length ?? char.length);
  }
  return matches(name, steps);
}

/** One character's test; undefined is `*`. */
type Step = ((char: string) => boolean) | undefined;

function stepOf(char: string): Step {
  if (char === '*') return undefined;
  return char === '?' ? () => true : (each) => each === char;
}

function setStep(set: string, negated: boolean): Step {
  const ranges = [...set.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, single]) => [from ?? single ?? '', to ?? single ?? ''] as const);
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}

/** Only the last `*` is ever tried again, so the time stays bounded by the product of the lengths. */
function matches(text: string, steps: readonly Step[]): boolean {
  const chars = Array.from(text);
  let [at, step] = [0, 0];
  let star: { readonly at: number; readonly step: number } | undefined;
  while (at < chars.length) {
    const test = steps[step];
    if (step < steps.length && test === undefined) {
      star = { at, step };
      step += 1;
    } else if (test?.(chars[at] ?? '') === true) {
      at += 1;
      step += 1;
    } else if (star === undefined) return false;
    else {
      star = { at: star.at + 1, step: star.step };
      at = star.at;
      step = star.step + 1;
    }
  }
  return steps.slice(step).every((rest) => rest === undefined);
}
