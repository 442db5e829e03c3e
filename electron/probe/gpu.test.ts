/** Facts of whole hosts, of every recording, and of any text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuestionName } from '../contract/probe/answer';
import { GpuFacts } from '../contract/probe/gpu';
import { gpuFacts } from './gpu';
import { rawsOf, type Raws } from './raws';

const RECORDED = join(import.meta.dirname, 'recorded');
const recorded = (name: string): string => readFileSync(join(RECORDED, 'nvidia', name), 'utf8');
const QUESTIONS = [
  'pci',
  'pci-names',
  'kernel-modules',
  'nvidia-module',
  'nvidia-parameters',
  'nvidia-smi',
  'nvidia-smi-details',
  'nvidia-packages-log',
  'dkms',
  'kernel-log',
  'gpu-nodes',
  'drm',
  'packages',
] as const satisfies readonly QuestionName[];
type Answers = Partial<Record<QuestionName, string | readonly [status: number, text: string]>>;

const rawsFor = (answers: Answers): Raws =>
  rawsOf(
    Object.entries(answers).map(([key, answer]) => {
      const [status, text] = typeof answer === 'string' ? [0, answer] : answer;
      return { key, values: [`${status}\ncommand\0${text}`] };
    }),
  );
const factsFor = (answers: Answers): GpuFacts => GpuFacts.parse(gpuFacts(rawsFor(answers)));

describe('whole hosts', () => {
  test('an A10 whose driver works', () => {
    const facts = factsFor({
      pci: '0000:07:00.0 0x030200 0x10de 0x2236 nvidia\n',
      'pci-names': '0000:07:00.0 3D controller [0302]: NVIDIA Corporation GA102GL [A10] [10de:2236] (rev a1)\n',
      'kernel-modules': 'nvidia\nnvidia_drm\n',
      'nvidia-module': 'sys: 535.161.08\nmodinfo: 535.161.08\nlibrary: /usr/lib/x86_64-linux-gnu/libnvidia-ml.so.535.161.08\n',
      'nvidia-smi': recorded('documented_query_a10.csv'),
      'nvidia-smi-details': recorded('documented_q_a10_535.txt'),
      dkms: 'nvidia/535.161.08, 6.1.0-28-amd64, x86_64: installed\n',
      'kernel-log': '',
    });
    expect(facts).toMatchObject({
      pci: [{ name: 'NVIDIA Corporation GA102GL [A10]', driver: 'nvidia' }],
      modules: ['nvidia', 'nvidia_drm'],
      kernelLog: [],
      nvidia: {
        moduleLoaded: '535.161.08',
        userSpace: '535.161.08',
        dkms: ['nvidia/535.161.08, 6.1.0-28-amd64, x86_64: installed'],
        smi: { kind: 'ok', driver: '535.161.08', cuda: '12.2' },
        gpus: [{ name: 'NVIDIA A10', repairPending: false, processes: [{ pid: 1583 }, { pid: 20_771 }, { pid: 20_999 }] }],
      },
    });
  });

  test.each<readonly [string, readonly [number, string], object]>([
    ['late', [124, ''], { kind: 'failed', failure: 'timeout' }],
    ['absent', [3, 'nvidia-smi is not installed.'], { kind: 'failed', failure: 'not-installed', text: 'nvidia-smi is not installed.' }],
    ['strange', [0, 'Hello'], { kind: 'failed', failure: 'other', text: 'Hello' }],
    ['mismatched', [18, 'Failed to initialize NVML: Driver/library version mismatch'], { kind: 'failed', failure: 'mismatch' }],
  ])('a nvidia-smi that is %s', (_name, answer, smi) => {
    const facts = factsFor({ 'nvidia-smi': answer });
    expect(facts.nvidia).toMatchObject({ gpus: [], smi });
  });

  test('nothing was asked: every answer says so, and nothing is made up', () => {
    const raws = rawsFor({});
    expect(GpuFacts.parse(gpuFacts(raws))).toEqual({ nvidia: { gpus: [] } });
    expect(raws.answers().map(({ name, state }) => [name, state])).toEqual(
      QUESTIONS.filter((name) => name !== 'packages').map((name) => [name, 'unreadable']),
    );
  });
});

/** Answers whose parsers are not guarded: rawsOf takes a parser that throws for one that has not understood. */
const open = (of: (name: QuestionName) => readonly [status: number, text: string] | undefined): Raws => ({
  read(name, parse) {
    const [status, text] = of(name) ?? [];
    return status === undefined || text === undefined ? undefined : parse(text, status);
  },
  raw(name) {
    const [status, text] = of(name) ?? [];
    return status === undefined || text === undefined ? undefined : { command: '', status, text };
  },
  answers: () => [],
});

/** What stood on stdout in a recording. */
const stdout = (text: string): string => /(?:--- stdout|\[stdout\])\n([\s\S]*?)(?:--- stderr|\[stderr\])/.exec(text)?.[1] ?? text;

describe.each(['nvidia', 'virtualgl'])('every recording of %s fits', (folder) => {
  test.each(readdirSync(join(RECORDED, folder)))('%s', (file) => {
    const text = readFileSync(join(RECORDED, folder, file), 'utf8');
    for (const each of [text, stdout(text)]) {
      for (const status of [0, 1]) expect(() => GpuFacts.parse(gpuFacts(open(() => [status, each])))).not.toThrow();
    }
  });
});

const WORDS = [
  ['index, uuid, name, driver_version\n', '0, ', 'GPU 00000000:07:00.0\n', '    Processes\n', '        Process ID : 1\n', '[N/A]', '\n'],
  ['0000:07:00.0 ', '0x030000 ', '0x10de ', '666 root root /dev/nvidia0\n', 'access rw ', 'card0 load ', '101', '9'.repeat(20)],
  ['NVRM: Xid (PCI:0000:07:00): 79, ', 'sys: 5', 'DeviceFileMode: ', '2026-11-20 06:12:01 Upgrade: nvidia-driver-1 (1, 2'],
  ['\u202e', 'é'.repeat(400), '\u{1f600}'.repeat(200), '__proto__ ', 'constructor '],
].flat();

test('any text, also one made of what drivers say, gives facts that fit', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((parts) => parts.join('')),
  );
  const answer = fc.tuple(fc.constantFrom(0, 1, 3, 124), text);
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...QUESTIONS), answer), (answers) => {
      expect(() => GpuFacts.parse(gpuFacts(open((name) => answers[name])))).not.toThrow();
    }),
    { numRuns: 2000 },
  );
});
