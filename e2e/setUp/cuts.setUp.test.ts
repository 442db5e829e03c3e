/** The link breaks again and again while a bare host is set up: it ends like a set-up whose link held. */
import { describe, test } from 'vitest';
import type { SetUpRun } from '../../electron/contract/setUp';
import { cutLink } from '../support/boxMoments';
import { begun } from '../support/heldRun';
import { whyNoBoxes } from '../support/release';
import { SEED, seeded } from '../support/seeded';
import { endOf, packageActions, twice, unlike } from '../support/setUpEnd';
import { startSetUpHost, type App, type SetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';
import { until } from '../support/until';

const why = whyNoBoxes('bare');
const table = openTable('setup');
/** Of each set-up. */
const CUTS = 5;
/** Lines that a set-up of a bare Debian 12 prints, roughly. */
const LINES = 900;
/** What each package takes to come at least, ms: so that there is time to cut the link meanwhile. */
const SLOW = 30;

interface Moment {
  readonly isReached: (run: SetUpRun) => boolean;
  readonly afterMs: number;
}

/** In turn: soon after a step began, as while it is launched; and anywhere in what is printed, which is fetching and installing. */
function momentsOf(random: () => number, steps: readonly string[]): readonly Moment[] {
  return Array.from({ length: CUTS }, (_, at) => {
    const afterMs = random() * 600;
    const step = steps[Math.floor(random() * steps.length)];
    const line = random() * LINES;
    const begins = ({ plan }: SetUpRun): boolean => plan.steps.some(({ id, state }) => id === step && state.kind !== 'to-do');
    return { afterMs, isReached: at % 2 === 0 ? begins : ({ lines }) => lines >= line };
  });
}

/** Where the link was cut: step, and lines printed until then. */
async function cutAlong({ box }: SetUpHost, { setUps }: App, runId: string, moments: readonly Moment[]): Promise<readonly string[]> {
  const current = (): SetUpRun | undefined => setUps.runs().find(({ id }) => id === runId);
  const isOver = (run: SetUpRun): boolean => run.endedAt !== undefined || run.proof !== undefined;
  const cuts = moments.map(async ({ isReached, afterMs }) => {
    const run = await until('a moment', () => [current()].find((each) => each !== undefined && (isOver(each) || isReached(each))));
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const now = current() ?? run;
    if (now === undefined || isOver(now)) return [];
    await cutLink(box);
    return [`${now.plan.steps.find(({ state }) => state.kind === 'running')?.id ?? 'between steps'} ${now.lines}`];
  });
  return (await Promise.all(cuts)).flat();
}

/** Cuts the link while the desktop at the end is checked. */
async function cutProof({ box }: SetUpHost, { setUps }: App, runId: string): Promise<void> {
  await until('the check', () => {
    const run = setUps.runs().find(({ id }) => id === runId);
    return (run?.proof?.kind === 'running' && run.proof.sessionId !== undefined) || run?.state.kind === 'failed' || undefined;
  });
  await cutLink(box);
}

describe.skipIf(why !== undefined)(`a link that breaks${why === undefined ? '' : `: did not run: ${why}`}`, () => {
  test(`at ten moments of seed ${SEED}`, async ({ onTestFinished }) => {
    const hosts = await Promise.all([startSetUpHost(), startSetUpHost(), startSetUpHost()]);
    onTestFinished(async () => void (await Promise.all(hosts.map((host) => host.stop()))));
    // The link of the first one holds.
    const sides = hosts.map((host, at) => ({ host, app: host.app(), isCut: at > 0, isProofCut: at > 1, random: seeded(SEED + at) }));
    for (const { proxy } of hosts) proxy.slow(SLOW);
    const ends: { readonly host: SetUpHost; readonly cuts: readonly string[]; readonly end: string }[] = [];

    await table.row(
      'link cut at ten random moments of two set-ups: each ends, proven',
      /^done; proven × 3; 10 cuts \(seed \d+\)/,
      async () => {
        ends.push(
          ...(await Promise.all(
            sides.map(async ({ host, app, isCut, isProofCut, random }) => {
              const { id, plan } = await begun(app);
              const steps = plan.steps.flatMap((step) => (step.state.kind === 'to-do' ? [step.id] : []));
              const cuts = isCut ? await cutAlong(host, app, id, momentsOf(random, steps)) : [];
              if (isProofCut) await cutProof(host, app, id);
              return { host, cuts, end: endOf(await app.ended(id)) };
            }),
          )),
        );
        const kinds = [...new Set(ends.map(({ end }) => end))];
        const cuts = ends.flatMap((each) => each.cuts);
        return `${kinds.join(' and ')} × ${ends.length}; ${cuts.length} cuts (seed ${SEED}): ${cuts.join(', ')}`;
      },
    );
    await table.row('link cut while the proof runs: it is begun anew, and no desktop stays', 'done; proven; no desktop', async () => {
      const left = ends.map(({ host }) => host.box.asRoot('grep -lx Xtigervnc /proc/[0-9]*/comm || true'));
      return `${ends.at(-1)?.end}; ${(await Promise.all(left)).join('') || 'no desktop'}`;
    });
    await table.row(
      'link cut at ten random moments: nothing twice, and all as with a link that held',
      /^(nothing twice; as uncut( and )?){2}$/,
      async () => {
        const [uncut, ...others] = await Promise.all(
          ends.map(async ({ host }) => ({
            twice: await twice(host.box),
            actions: (await packageActions(host.box)).toSorted(),
            // How the box is reached is its own.
            listing: (await host.listing()).filter((line) => !/ \.\/(ssh\/|apt\/apt\.conf\.d\/80proxy$)/.test(line)),
          })),
        );
        if (uncut === undefined) return 'nothing ran';
        return others
          .map((each) => `${each.twice}; ${unlike(uncut.actions, each.actions) || unlike(uncut.listing, each.listing) || 'as uncut'}`)
          .join(' and ');
      },
    );
  });
});
