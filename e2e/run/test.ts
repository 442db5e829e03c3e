/** `npm test [stage...]`: runs the stages, shows what failed, ends with one line of counts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addCounts, countLine, isSuccess, type Count } from './counts';
import { RESULTS, runStage, stages } from './stages';

interface Summary {
  readonly name: string;
  readonly seconds: number;
  readonly count: Count;
}

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((name) => !Object.hasOwn(stages, name));
  if (unknown.length > 0) throw new Error(`There is no stage ${unknown.join(', ')}; the stages are ${Object.keys(stages).join(', ')}.`);
  mkdirSync(RESULTS, { recursive: true });
  const summaries: Summary[] = [];
  for (const [name, stage] of Object.entries(stages)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const start = performance.now();
    const { count, output } = await runStage(stage);
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    summaries.push({ name, seconds, count });
    if (!isSuccess(count)) console.log(`\n${output.trim()}\n`);
    console.log(`${name.padEnd(12)} ${countLine(count).padEnd(36)} ${seconds.toFixed(1)} s`);
  }
  const total = addCounts(summaries.map((summary) => summary.count));
  writeFileSync(join(RESULTS, 'summary.json'), `${JSON.stringify({ stages: summaries, total }, undefined, 2)}\n`);
  console.log(`\n${countLine(total)}`);
  // A stage without a test would hide that its tests are gone.
  if (!summaries.every((summary) => isSuccess(summary.count))) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
