/** From a bare system to a proven desktop in one run; the second run changes nothing; and it is all taken back. */
import { afterEach, describe, expect, test } from 'vitest';
import { whyNoBoxes } from '../support/release';
import { startSetUpHost, stepsOf, WISH, type SetUpHost } from '../support/setUpHost';
import { openTable } from '../support/table';

const why = whyNoBoxes('bare');
const table = openTable('setup');
let host: SetUpHost | undefined;
afterEach(async () => {
  await host?.stop();
  host = undefined;
});

describe.skipIf(why !== undefined)(`a bare host${why === undefined ? '' : `: did not run: ${why}`}`, () => {
  test.each(['bookworm', 'trixie'] as const)('%s', async (release) => {
    const bare = await startSetUpHost({ release });
    host = bare;
    const state = (): Promise<string> => bare.state();
    const app = bare.app();
    const before = await state();

    await table.row(`${release}: bare to a proven desktop in one run`, /^done; A desktop came up, and the CPU drew/, async () => {
      const run = await app.setUp();
      const { proof } = run;
      const unlike = run.plan.verifications.filter(({ ok }) => ok !== true).map(({ command, got }) => `${command}: ${got}`);
      return [run.state.kind, proof?.kind === 'proven' ? proof.sentence : JSON.stringify(proof), ...unlike].join('; ');
    });

    const after = await state();
    expect(after).not.toBe(before);
    await table.row(
      `${release}: a second run finds everything there and changes nothing`,
      /^done, all already; unchanged; \d+ ms$/,
      async () => {
        const began = performance.now();
        const { id, hostId, steps } = await app.setUps.planSetUp(app.host.id, WISH);
        const run = await app.ended((await app.setUps.begin({ hostId, planId: id })).id);
        const ms = Math.round(performance.now() - began);
        const all = steps.every(({ state: { kind } }) => kind === 'already') ? 'all already' : stepsOf({ steps });
        return `${run.state.kind}, ${all}; ${(await state()) === after ? 'unchanged' : 'changed'}; ${ms} ms`;
      },
    );

    await table.row(`${release}: undo brings back what was there`, 'done; as before', async () => {
      const { id, hostId } = await app.setUps.planUndo(app.host.id);
      const run = await app.ended((await app.setUps.begin({ hostId, planId: id })).id);
      const kept = (await state()) === before ? 'as before' : `another state\n${stepsOf(run.plan)}\n${app.output(run.id).slice(-1500)}`;
      return `${run.state.kind}; ${kept}`;
    });
    expect((await app.setUps.standing(app.host.id)).journal).toEqual([]);
  });
});
