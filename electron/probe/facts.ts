/** The typed facts of a host, made of the answers to one probe's questions. */
import type { ScriptRecord } from '../connection/script';
import type { Facts } from '../contract/probe';
import { containerFacts } from './container';
import { desktopFacts } from './desktop';
import { fitFacts } from './fit';
import { glFacts } from './gl';
import { gpuFacts } from './gpu';
import { loginFacts, type Noise } from './login';
import { rawsOf, type Raws } from './raws';
import { systemFacts } from './system';

/** What is known besides the answers. */
export interface Circumstances {
  readonly hostId: string;
  /** Epoch ms, when the answers were there. */
  readonly at: number;
  /** Milliseconds that the probe took. */
  readonly ms: number;
  readonly noise: Noise | undefined;
}

export interface Probed {
  readonly facts: Facts;
  readonly raws: Raws;
}

/** Any records give facts: what does not fit is left out, and its answer says why. */
export function factsOf(records: readonly ScriptRecord[], { hostId, at, ms, noise }: Circumstances): Probed {
  const raws = rawsOf(records);
  const sections = {
    system: systemFacts(raws, at),
    gpu: gpuFacts(raws),
    gl: glFacts(raws),
    desktop: desktopFacts(raws),
    container: containerFacts(raws),
    login: loginFacts(raws, noise),
  };
  return { raws, facts: fitFacts({ hostId, at, ms, ...sections, answers: [...raws.answers()] }) };
}
