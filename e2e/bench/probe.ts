/** The probe bench: all facts of a host in one script, against the same commands with an exec each, over the same connection. */
import type { Connection } from '../../electron/connection/connection';
import type { Facts } from '../../electron/contract/probe';
import { createProbes } from '../../electron/probe/probes';
import { hostOf, loadScript, openLaptop, output } from '../support/laptop';
import { startSshd } from '../support/sshd';
import { rowsOf, type Measured, type Row } from './rows';
import { timed } from './timed';

export interface ProbeBench {
  readonly runs: number;
  /** Told of each run. */
  readonly say: (line: string) => void;
}

const NAME = 'All facts of a host';
const HOST_ID = '0123456789ab';

/** On this machine as the host, over a real sshd. Rejects with the error of the first run that fails. */
export async function benchProbe({ runs, say }: ProbeBench): Promise<Row[]> {
  const sshd = await startSshd();
  const laptop = openLaptop();
  try {
    laptop.know(sshd.hostKeyLine);
    const connection = await laptop.connect(hostOf(sshd));
    const probes = createProbes({ connection: async () => connection, load: loadScript, now: Date.now });
    const { answers } = await probes.look(HOST_ID);
    const [ours, theirs]: [Measured[], Measured[]] = [[], []];
    for (let run = 1; run <= runs; run++) {
      const look = await timed(() => probes.look(HOST_ID));
      const asked = await timed(() => askEach(connection, answers));
      ours.push({ [NAME]: look });
      theirs.push({ [NAME]: asked });
      say(`${run}/${runs} ${answers.length} questions: ${look.toFixed(0)} ms in one exec, ${asked.toFixed(0)} ms with an exec each`);
    }
    return rowsOf([{ name: NAME, unit: 'ms' }], ours, theirs);
  } finally {
    laptop.end();
    await sshd.stop();
  }
}

async function askEach(connection: Connection, answers: Facts['answers']): Promise<void> {
  for (const { command } of answers) await output(connection, `{ ${command}\n} </dev/null 2>&1\n`);
}
