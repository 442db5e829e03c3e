/** The Docker engine: `docker --version`, then `docker info` as JSON, or why it cannot be used. */
import { z } from 'zod';
import type { ContainerFacts } from '../../contract/probe/container';
import { jsonOf, linesOf, toLine, toWord } from '../system/bounds';

type Docker = NonNullable<ContainerFacts['docker']>;

const strings = z.array(z.string()).nullish().catch(undefined);
const text = z.string().catch('');
const Info = z.object({
  ServerVersion: text,
  CgroupDriver: text,
  CgroupVersion: text,
  DefaultRuntime: text,
  Runtimes: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  SecurityOptions: strings,
  /** Where CDI specifications lie; empty when CDI is off. */
  CDISpecDirs: strings,
  /** The client prints an empty object and this when it does not reach the engine. */
  ServerErrors: strings,
});

/** Undefined when there is not even a version. */
export function parseDocker(said: string): Docker | undefined {
  const lines = said.split('\n', 200);
  const version = /^Docker version ([^\s,]{1,100})/m.exec(said)?.[1];
  if (version === undefined) return undefined;
  const info = lines.flatMap((each) => (each.startsWith('{') ? (Info.safeParse(jsonOf(each)).data ?? []) : []))[0];
  if (info === undefined || info.ServerVersion === '') {
    const why =
      info?.ServerErrors?.[0] ?? linesOf(said).find((each) => !/^Docker version |^\{/.test(each)) ?? 'The Docker engine did not answer.';
    return { version: toWord(version), server: { kind: 'failed', failure: failureOf(why), text: toLine(why) } };
  }
  return {
    version: toWord(version),
    server: {
      kind: 'ok',
      version: toWord(info.ServerVersion),
      cgroupDriver: toWord(info.CgroupDriver),
      cgroupVersion: toWord(info.CgroupVersion),
      runtimes: Object.keys(info.Runtimes ?? {})
        .map(toWord)
        .slice(0, 16),
      defaultRuntime: toWord(info.DefaultRuntime),
      rootless: info.SecurityOptions?.some((option) => /^name=rootless\b/.test(option)) ?? false,
      cdi: (info.CDISpecDirs ?? []).length > 0,
    },
  };
}

/** Words of Docker's client. */
function failureOf(why: string): Extract<Docker['server'], { kind: 'failed' }>['failure'] {
  if (/permission denied/i.test(why)) return 'permission';
  return /cannot connect|is the docker daemon running|connection refused|no such file/i.test(why) ? 'daemon-down' : 'other';
}
