/** Whatever is known of a host, these recipes answer, the same each time, and in what the contract takes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts } from '../../contract/probe';
import { Mode } from '../../contract/session';
import { SetUpStep, Verification } from '../../contract/setUp';
import { driver } from './driver';
import { engine } from './engine';
import { bareHost, KNOWN_RELEASES } from './fixtures';
import { gpuAccess } from './gpuAccess';
import { contextOf } from './gpuFixtures';
import { linesOf } from './judged';
import { groups } from './groups';
import type { DraftStep, PlanContext } from './recipe';
import { toolkit } from './toolkit';
import { healthyFacts } from '../../probe/doctor/fixtures';
import { xorg } from './xorg';

const RECIPES = [driver, xorg, engine, toolkit, groups, gpuAccess];
const WORDS = [
  '',
  'nvidia',
  'nouveau',
  'docker',
  'lxc',
  'tini',
  'render',
  '1.17.7',
  '550.163.01',
  '’'.repeat(256),
  '$(reboot)',
  '-x',
  'a b\n\u{202e}',
];

/** `value` with some of what is optional in it gone, and some of its words others. */
function partOf(value: unknown, random: () => number): unknown {
  if (typeof value === 'string') return random() < 0.1 ? WORDS[Math.floor(random() * WORDS.length)] : value;
  if (Array.isArray(value)) return value.filter(() => random() > 0.15).map((each: unknown) => partOf(each, random));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, partOf(each, random)]));
}

/** Fields of the sections come and go; what is inside them keeps its shape. */
function someFacts(facts: Facts, random: () => number): Facts {
  const section = <S extends object>(all: S): S =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of a section is optional, but `nvidia`
    Object.fromEntries(
      Object.entries(all)
        .filter(([key]) => key === 'nvidia' || key === 'gpus' || random() > 0.25)
        .map(([key, each]: [string, unknown]) => [
          key,
          key === 'os' || key === 'pci'
            ? each
            : key === 'nvidia' && each !== null && typeof each === 'object'
              ? section(each)
              : partOf(each, random),
        ]),
    ) as S;
  return {
    ...facts,
    system: { ...section(facts.system), os: facts.system.os },
    gpu: section(facts.gpu),
    gl: section(facts.gl),
    desktop: section(facts.desktop),
    container: section(facts.container),
    login: section(facts.login),
  };
}

const hosts = fc
  .record({
    release: fc.constantFrom(...KNOWN_RELEASES),
    healthy: fc.boolean(),
    dice: fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
    wish: fc.record({
      mode: fc.constantFrom(...Mode.options),
      driver: fc.constantFrom('leave' as const, 'install' as const),
      engine: fc.constantFrom('docker' as const, 'podman' as const),
      joinDocker: fc.boolean(),
      restrictGpu: fc.boolean(),
      offline: fc.boolean(),
    }),
    gpu: fc.constantFrom(undefined, '0000:07:00.0', '0000:0b:00.0'),
    user: fc.constantFrom('op', '', '-x', 'DOM\\anna', 'x'.repeat(250)),
  })
  .map(({ release, healthy, dice, wish, gpu, user }): PlanContext => {
    const bare = bareHost(release);
    const random = (): number => dice.next().value;
    const facts = someFacts(healthy ? { ...healthyFacts(), system: bare.system } : bare, random);
    return { ...contextOf({ facts, wish: { ...wish, ...(gpu === undefined ? {} : { gpu }) } }), user };
  });

function problemOf(draft: DraftStep): string | undefined {
  const { task, ...rest } = draft;
  const parsed = SetUpStep.safeParse({ ...rest, commands: linesOf(draft), files: task.files, root: true });
  if (!parsed.success) return parsed.error.message;
  const idle = draft.state.kind !== 'to-do';
  if (idle !== (task.commands.length === 0)) return `${draft.id}: ${draft.state.kind} with ${task.commands.length} commands`;
  return task.commands.flat().some((word) => word.includes('undefined') || word.includes('NaN'))
    ? `${draft.id}: a word is not filled in`
    : undefined;
}

test('on any host', () => {
  fc.assert(
    fc.property(hosts, (context) => {
      for (const { asks, steps, verify } of RECIPES) {
        const { survey: _survey, ...before } = context;
        expect(
          Object.values(asks(before))
            .flat()
            .every((name) => name.length > 0),
        ).toBe(true);
        expect(
          steps(context)
            .map(problemOf)
            .filter((problem) => problem !== undefined),
        ).toEqual([]);
        expect(steps(context)).toEqual(steps(context));
        for (const each of verify(context)) expect(Verification.safeParse(each).success).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});

test('a step has one id in a plan', () => {
  fc.assert(
    fc.property(hosts, (context) => {
      const ids = RECIPES.flatMap(({ steps }) => steps(context).map(({ id }) => id));
      expect(new Set(ids).size).toBe(ids.length);
    }),
    { numRuns: 50 },
  );
});
