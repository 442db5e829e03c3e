import { describe, expect, test } from 'vitest';
import type { PackageFile } from '../../contract/setUp';
import { closureOf, fitting } from './closure';

let number = 0;
const file = (name: string, version: string, more: Partial<PackageFile> = {}): PackageFile => ({
  sha256: String((number += 1)).padStart(64, '0'),
  fileName: `${name}.deb`,
  format: 'deb',
  name,
  version,
  architecture: 'amd64',
  size: 1,
  depends: [],
  provides: [],
  ...more,
});
const shown = (files: readonly PackageFile[]): string[] => files.map(({ name, version }) => `${name} ${version}`);

describe('closureOf', () => {
  test('follows what is needed, as far as there are files, and a circle ends', () => {
    const files = [
      file('turbovnc', '3.3', { depends: [['libgl1'], ['not-here'], ['xauth']] }),
      file('xauth', '1', { depends: [['libx11-6']] }),
      file('libx11-6', '1', { depends: [['libgl1']] }),
      file('libgl1', '1', { depends: [['turbovnc']] }),
      file('unrelated', '1'),
    ];
    expect(shown(closureOf(['turbovnc'], files))).toEqual(['turbovnc 3.3', 'libgl1 1', 'xauth 1', 'libx11-6 1']);
  });

  test('takes the newest of several, and of deb and rpm each by its own order', () => {
    const files = [file('a', '1.9'), file('a', '1.10~rc1'), file('a', '1.10'), file('a', '1.2')];
    expect(shown(closureOf(['a'], files))).toEqual(['a 1.10']);
    const rpms = ['1.0-1.el9', '1.0-10.el9', '1.0-9.el9'].map((version) => file('b', version, { format: 'rpm' }));
    expect(shown(closureOf(['b'], rpms))).toEqual(['b 1.0-10.el9']);
  });

  test('takes the first alternative that is there, unless another is taken already', () => {
    const wants = file('w', '1', { depends: [['gone', 'second', 'third']] });
    const files = [wants, file('third', '1'), file('second', '1')];
    expect(shown(closureOf(['w'], files))).toEqual(['w 1', 'second 1']);
    expect(shown(closureOf(['third', 'w'], files))).toEqual(['third 1', 'w 1']);
  });

  test('a package of that name comes before one that provides it', () => {
    const files = [file('nullmailer', '2', { provides: ['mta'] }), file('mta', '1')];
    expect(shown(closureOf(['mta'], files))).toEqual(['mta 1']);
    expect(shown(closureOf(['mta'], files.slice(0, 1)))).toEqual(['nullmailer 2']);
  });

  test('of names without a file there is nothing', () => {
    expect(closureOf(['nothing'], [file('a', '1')])).toEqual([]);
  });
});

describe('fitting', () => {
  const all = [
    file('a', '1'),
    file('b', '1', { architecture: 'all' }),
    file('c', '1', { architecture: 'arm64' }),
    file('d', '1', { format: 'rpm', architecture: 'x86_64' }),
    file('e', '1', { format: 'rpm', architecture: 'noarch' }),
    file('f', '1', { format: 'rpm', architecture: 'aarch64' }),
    file('g', '1', { format: 'rpm', architecture: 'i686' }),
  ];
  test.each([
    ['apt', 'x86_64', 'ab'],
    ['apt', 'aarch64', 'bc'],
    ['dnf', 'x86_64', 'de'],
    ['yum', 'aarch64', 'ef'],
    ['apt', 'riscv64', 'b'],
  ] as const)('%s on %s', (manager, architecture, names) => {
    expect(
      fitting(all, { manager, architecture })
        .map(({ name }) => name)
        .join(''),
    ).toBe(names);
  });
});
