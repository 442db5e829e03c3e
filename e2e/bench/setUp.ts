/** The set-up bench: a run on a host where all is there already, against the plan's own commands run once more over the same connection. */
import { makeReleases, whyNoBoxes } from '../support/release';
import { output } from '../support/laptop';
import { startSetUpHost, WISH, type App } from '../support/setUpHost';
import { rowsOf, type Measured, type Row } from './rows';
import { timed } from './timed';

export interface SetUpBench {
  readonly runs: number;
  /** Told of each run. */
  readonly say: (line: string) => void;
}

const NAME = 'A set-up with nothing to do';

/** On a bare Debian host that is set up first. No rows where there can be none. Rejects with the error of the first run that fails. */
export async function benchSetUp({ runs, say }: SetUpBench): Promise<Row[]> {
  await makeReleases('bare');
  const why = whyNoBoxes('bare');
  if (why !== undefined) {
    say(`set-up was not measured: ${why}`);
    return [];
  }
  const host = await startSetUpHost();
  try {
    const app = host.app();
    const { steps } = (await app.setUp()).plan;
    const commands = steps.flatMap((step) => (step.state.kind === 'done' ? step.commands : []));
    if (commands.length === 0) throw new Error('The host was not set up.');
    const connection = await app.pool.open(app.host.id);
    const [ours, theirs]: [Measured[], Measured[]] = [[], []];
    for (let run = 1; run <= runs; run++) {
      const begun = await timed(() => setUpAgain(app));
      const repeated = await timed(() => output(connection, commands.map((line) => `sudo ${line} </dev/null >/dev/null 2>&1\n`).join('')));
      ours.push({ [NAME]: begun });
      theirs.push({ [NAME]: repeated });
      say(
        `${run}/${runs} planned and found all there: ${begun.toFixed(0)} ms; ${commands.length} commands again: ${repeated.toFixed(0)} ms`,
      );
    }
    return rowsOf([{ name: NAME, unit: 'ms' }], ours, theirs);
  } finally {
    await host.stop();
  }
}

async function setUpAgain(app: App): Promise<void> {
  const { setUps, host } = app;
  const { id, hostId, steps } = await setUps.planSetUp(host.id, WISH);
  if (steps.some(({ state }) => state.kind !== 'already')) throw new Error('Something was to do again.');
  await app.ended((await setUps.begin({ hostId, planId: id })).id);
}
