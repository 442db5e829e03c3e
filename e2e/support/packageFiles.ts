/** Package files for tests: real ones by dpkg-deb, and RPMs made byte by byte. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

export interface DebOptions {
  /** dpkg-deb -Z. */
  readonly packing?: 'none' | 'gzip' | 'xz' | 'zstd';
  /** Lines of the control file after Package, Version and Architecture. */
  readonly fields?: readonly string[];
  /** More files beside the control file. */
  readonly control?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly architecture?: string;
  /** What is installed, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Makes `file` with dpkg-deb. */
export function makeDeb(file: string, name: string, options: DebOptions = {}): void {
  const { packing = 'xz', fields = [], control = {}, version = '1.0', architecture = 'all', files = {} } = options;
  const root = mkdtempSync(join(tmpdir(), 'gv-deb-'));
  try {
    mkdirSync(join(root, 'DEBIAN'), { mode: 0o755 });
    const lines = [
      `Package: ${name}`,
      `Version: ${version}`,
      `Architecture: ${architecture}`,
      'Maintainer: Tests <tests@example.com>',
      ...fields,
      'Description: for tests',
      ' More of it.',
      '',
    ];
    writeFileSync(join(root, 'DEBIAN/control'), lines.join('\n'));
    for (const [each, text] of Object.entries(control)) writeFileSync(join(root, 'DEBIAN', each), text, { mode: 0o755 });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    execFileSync('dpkg-deb', ['--root-owner-group', `-Z${packing}`, '--uniform-compression', '--build', root, file], { stdio: 'pipe' });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export interface RpmOptions {
  readonly version?: string;
  readonly release?: string;
  readonly epoch?: number;
  readonly architecture?: string;
  readonly requires?: readonly string[];
  readonly provides?: readonly string[];
  /** Absolute paths that it installs. */
  readonly files?: readonly string[];
  /** One of sources. */
  readonly source?: boolean;
}

/** The bytes of an RPM without a payload, as the format describes them (rpm.org, “RPM V4 package format”). */
export function rpmBytes(name: string, options: RpmOptions = {}): Buffer {
  const {
    version = '1.0',
    release = '1',
    epoch,
    architecture = 'x86_64',
    requires = [],
    provides = [],
    files = [],
    source = false,
  } = options;
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb, 0);
  lead[4] = 3;
  lead.writeUInt16BE(source ? 1 : 0, 6);
  lead.write(`${name}-${version}-${release}`.slice(0, 65), 10);
  lead.writeUInt16BE(5, 78);
  const folders = [...new Set(files.map((path) => path.slice(0, path.lastIndexOf('/') + 1)))];
  const header = headerBytes([
    [1000, 6, [name]],
    [1001, 6, [version]],
    [1002, 6, [release]],
    ...(epoch === undefined ? [] : [[1003, 4, [epoch]] as const]),
    [1004, 9, ['for tests']],
    [1022, 6, [architecture]],
    [1047, 8, [name, ...provides]],
    [1049, 8, ['rpmlib(CompressedFileNames)', ...requires]],
    [1116, 4, files.map((path) => folders.indexOf(path.slice(0, path.lastIndexOf('/') + 1)))],
    [1117, 8, files.map((path) => path.slice(path.lastIndexOf('/') + 1))],
    [1118, 8, folders],
  ]);
  const signature = headerBytes([[1000, 4, [header.length]]]);
  return Buffer.concat([lead, signature, Buffer.alloc((8 - (signature.length % 8)) % 8), header]);
}

type Tag = readonly [tag: number, type: number, values: readonly (string | number)[]];

function headerBytes(tags: readonly Tag[]): Buffer {
  const entries: Buffer[] = [];
  let store = Buffer.alloc(0);
  for (const [tag, type, values] of tags.filter(([, , each]) => each.length > 0)) {
    if (type === 4) store = Buffer.concat([store, Buffer.alloc((4 - (store.length % 4)) % 4)]);
    const entry = Buffer.alloc(16);
    [tag, type, store.length, values.length].forEach((value, index) => entry.writeUInt32BE(value, index * 4));
    entries.push(entry);
    for (const value of values) {
      const bytes = Buffer.alloc(4);
      if (typeof value === 'number') bytes.writeUInt32BE(value);
      store = Buffer.concat([store, typeof value === 'number' ? bytes : Buffer.from(`${value}\0`)]);
    }
  }
  const intro = Buffer.alloc(16);
  intro.writeUInt32BE(0x8eade801, 0);
  intro.writeUInt32BE(entries.length, 8);
  intro.writeUInt32BE(store.length, 12);
  return Buffer.concat([intro, ...entries, store]);
}
