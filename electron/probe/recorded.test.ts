/**
 * Every recorded output of TurboVNC 3.3, TigerVNC 1.11, 1.12 and 1.15, VirtualGL 3.1.4, x11vnc 0.9.16, Xorg 21.1, Docker 20.10, kubectl 1.20
 * and NVIDIA's tools 535 (recorded on Debian 11, 12 and 13 without a GPU), and of documented ones, as the answer to every question.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Facts } from '../contract/probe';
import { QuestionName } from '../contract/probe/answer';
import { Finding } from '../contract/doctor';
import { diagnose } from './doctor/diagnose';
import { ENTRIES } from './doctor/entries';
import { factsOf } from './facts';

const FOLDER = join(import.meta.dirname, 'recorded');
const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

/** Recordings say the command, and the parts of what it gave, under a line each. */
const parts = (text: string): readonly string[] => [text, ...text.split(/^(?:--- \w+(?: \d+)?|\[(?:stdout|stderr|exit|seconds)\])$/m)];

const answeredWith = (text: string, status: number) =>
  QuestionName.options.map((key) => ({ key, values: [`${status}\ncommand\0${text.slice(0, 32_768)}`] }));

test.each(files.map((file) => [file.slice(FOLDER.length + 1), file] as const))('%s', (_name, file) => {
  for (const text of parts(readFileSync(file, 'utf8')))
    for (const status of [0, 1]) {
      const { facts } = factsOf(answeredWith(text, status), { hostId: '0123456789ab', at: 0, ms: 0, noise: undefined });
      expect(Facts.safeParse(facts).error).toBeUndefined();
      const findings = diagnose({ facts, checks: [], log: [], way: undefined }, ENTRIES);
      for (const finding of findings) expect(Finding.safeParse(finding).error).toBeUndefined();
    }
});

test('there are recordings', () => expect(files.length).toBeGreaterThan(300));
