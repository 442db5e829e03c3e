// R47 (security.md): no wish on no distribution leads to a command that installs what nobody vouches for, and none takes anything away.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SetUpPlan, type SetUpWish } from '../../contract/setUp';
import { Mode } from '../../contract/session';
import { hasDisguisingCharacters } from '../../contract/text';
import { changed } from '../../probe/doctor/fixtures';
import { bareHost, fileOf, KNOWN_RELEASES, planOf, surveyOf } from './fixtures';
import { questionsOf, type PlannedSetUp } from './setUpPlan';

const mirrors = fc.option(fc.constantFrom('https://mirror.example.com/a', 'http://10.0.0.1'), { nil: undefined });
const wishes = fc.record({
  mode: fc.constantFrom(...Mode.options),
  xProxy: fc.constantFrom('turbovnc', 'tigervnc'),
  desktop: fc.constantFrom('openbox', 'xfce', 'mate'),
  benchmarks: fc.boolean(),
  driver: fc.constantFrom('leave', 'install'),
  engine: fc.constantFrom('docker', 'podman'),
  joinDocker: fc.boolean(),
  restrictGpu: fc.boolean(),
  gpu: fc.option(fc.constantFrom('0000:07:00.0', '0000:08:00.0'), { nil: undefined }),
  useFiles: fc.boolean(),
  offline: fc.boolean(),
  mirror: fc.record({ system: mirrors, software: mirrors }),
} satisfies Record<keyof SetUpWish, unknown>);
const releases = fc.constantFrom(...KNOWN_RELEASES, 'arch', 'alpine 3.20.3');
const FILES = [
  fileOf('virtualgl', { depends: [['libegl1']], provides: ['x'] }),
  fileOf('turbovnc', { depends: [['virtualgl', 'a b']] }),
  fileOf('libegl1', { depends: [['virtualgl']] }),
  fileOf('VirtualGL', { format: 'rpm', architecture: 'x86_64', fileName: 'VirtualGL-3.1.4.x86_64.rpm' }),
];
const files = fc.subarray(FILES);

const FORBIDDEN = [
  /gpgcheck\s*=\s*0/,
  /--nogpgcheck|--allow-unauthenticated|--allow-downgrades|--allow-remove-essential|--force-yes|trusted=yes|--insecure/,
  /\|\s*(ba|da|k|z)?sh\b/,
  /\b(upgrade|dist-upgrade|full-upgrade|autoremove|purge|distro-sync)\b/,
  /\b(apt-get|dnf|yum)\b.* (remove|erase)\b/,
];

/** What a plan does against the rules. */
function faultsOf({ plan, tasks }: PlannedSetUp): readonly string[] {
  const { steps } = plan;
  const text = steps.flatMap((step) => [...step.commands, ...step.files.map((file) => file.text)]).join('\n');
  const faults: readonly (readonly [string, boolean])[] = [
    [SetUpPlan.safeParse(plan).error?.message ?? 'not to the contract', !SetUpPlan.safeParse(plan).success],
    ['no step at all', steps.length === 0],
    ['two steps of one id', new Set(steps.map(({ id }) => id)).size < steps.length],
    ['characters that cannot be shown', steps.some(({ commands }) => commands.some(hasDisguisingCharacters))],
    ['runs what it does not show', steps.some(({ id, commands }) => tasks.get(id)?.commands.length !== commands.length)],
    ['does again what is there', steps.some(({ state, commands, root }) => state.kind === 'already' && (root || commands.length > 0))],
    ...FORBIDDEN.map((pattern) => [`has ${pattern.source}`, pattern.test(text)] as const),
  ];
  return faults.filter(([, there]) => there).map(([what]) => what);
}

test('any wish on any distribution makes a plan that keeps to the rules', () => {
  fc.assert(
    fc.property(
      releases,
      wishes,
      files,
      fc.constantFrom('sudo', 'doas', 'none', undefined),
      fc.boolean(),
      (release, wish, some, sudo, bare) => {
        const facts = changed(bareHost(release), { login: { sudo }, nvidia: bare ? { smi: undefined, gpus: [] } : {} });
        expect(faultsOf(planOf(facts, wish, surveyOf(), some))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('any survey does, too', () => {
  const versions = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('1.2-3', '3.1.4', '2.6.5', ''));
  const chance = fc.infiniteStream(fc.tuple(fc.boolean(), versions));
  fc.assert(
    fc.property(
      releases,
      wishes,
      files,
      chance,
      fc.option(fc.nat(50_000), { nil: undefined }),
      fc.nat(2_000_000),
      (release, wish, some, luck, listsAge, free) => {
        const facts = bareHost(release);
        const asked = questionsOf(facts, wish, some);
        const drawn = <T>(names: readonly string[], value: (text: string) => T): Map<string, T> =>
          new Map(
            names.flatMap((name) => {
              const [there, text] = luck.next().value ?? [false, ''];
              return there ? [[name, value(text)] as const] : [];
            }),
          );
        const survey = surveyOf({
          packages: drawn(asked.packages, (text) => text),
          ...(listsAge === undefined ? {} : { listsAge, candidates: drawn(asked.packages, (text) => text) }),
          files: drawn(asked.files, (text) => text),
          groups: drawn(asked.groups, (text) => ({ member: text.length > 3, login: text.length > 5 })),
          services: drawn(asked.services, (text) => ({ enabled: text.length > 3, active: text.length > 5 })),
          others: ['anna\u202e', 'x'.repeat(5000)],
          free: new Map([['/', free]]),
        });
        expect(faultsOf(planOf(facts, wish, survey, some))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
