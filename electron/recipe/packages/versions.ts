/** Which of two versions is the newer one: Debian's order (deb-version(7)) and RPM's (rpm-version(7)). Each gives < 0, 0 or > 0. */

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9';
const isLetter = (char: string | undefined): boolean => char !== undefined && /^[A-Za-z]$/.test(char);
const sign = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Numbers of any length: without zeros in front the longer one is larger. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return left.length - right.length || sign(left, right);
}

/** `2:1.0-3` is epoch 2, version 1.0, revision 3. */
function partsOf(version: string): readonly [epoch: string, version: string, revision: string] {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return [version.slice(0, Math.max(0, colon)), dash < 0 ? rest : rest.slice(0, dash), dash < 0 ? '' : rest.slice(dash + 1)];
}

function compareWith(compare: (a: string, b: string) => number): (a: string, b: string) => number {
  return (a, b) => {
    const [left, right] = [partsOf(a), partsOf(b)];
    return compareNumbers(left[0], right[0]) || compare(left[1], right[1]) || compare(left[2], right[2]);
  };
}

export const compareDeb = compareWith(compareDebParts);
export const compareRpm = compareWith(compareRpmParts);
export const compareVersions = (format: 'deb' | 'rpm', a: string, b: string): number => (format === 'deb' ? compareDeb : compareRpm)(a, b);

/** A tilde sorts before the end, letters before all others. */
function weight(char: string | undefined): number {
  if (char === '~') return -1;
  if (char === undefined || isDigit(char)) return 0;
  return (char.codePointAt(0) ?? 0) + (isLetter(char) ? 0 : 256);
}

function compareDebParts(a: string, b: string): number {
  let [left, right] = [a, b];
  while (left !== '' || right !== '') {
    while ((left !== '' && !isDigit(left[0])) || (right !== '' && !isDigit(right[0]))) {
      const difference = weight(left[0]) - weight(right[0]);
      if (difference !== 0) return difference;
      [left, right] = [left.slice(1), right.slice(1)];
    }
    const [first = '', second = ''] = [/^\d*/.exec(left)?.[0], /^\d*/.exec(right)?.[0]];
    const difference = compareNumbers(first, second);
    if (difference !== 0) return difference;
    [left, right] = [left.slice(first.length), right.slice(second.length)];
  }
  return 0;
}

/** As rpmvercmp() does: runs of digits and of letters, and all else only separates. */
function compareRpmParts(a: string, b: string): number {
  const pieces = (text: string): readonly string[] => text.match(/\d+|[A-Za-z]+|[~^]/g) ?? [];
  const [left, right] = [pieces(a), pieces(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [first, second] = [left[index], right[index]];
    if (first === second) continue;
    if (first === '~' || second === '~') return first === '~' ? -1 : 1;
    // A caret is newer than the end, and older than anything else.
    if (first === '^' || second === '^') {
      if (first === undefined) return -1;
      if (second === undefined) return 1;
      return first === '^' ? -1 : 1;
    }
    if (first === undefined || second === undefined) return first === undefined ? -1 : 1;
    const [numberLeft, numberRight] = [isDigit(first[0]), isDigit(second[0])];
    if (numberLeft !== numberRight) return numberLeft ? 1 : -1;
    const difference = numberLeft ? compareNumbers(first, second) : sign(first, second);
    if (difference !== 0) return difference;
  }
  return 0;
}
