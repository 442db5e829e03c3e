/** Asks hosts for their facts, one script a look, and remembers the latest. */
import { Failure } from '../base/failure';
import type { Section } from '../connection/bundle';
import type { Connection, LoadScript } from '../connection/connection';
import { runScript } from '../connection/script';
import type { Finding } from '../contract/doctor';
import type { Facts, ProbeState } from '../contract/probe';
import type { QuestionName, RawAnswer } from '../contract/probe/answer';
import { factsOf, type Probed } from './facts';
import type { Noise } from './login';
import { sectionsOf } from './sections';

export interface ProbesDeps {
  readonly connection: (hostId: string) => Promise<Connection>;
  readonly load: LoadScript;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface Probes {
  /** Asks all questions now; who asks while an answer is under way gets that one. */
  look(hostId: string): Promise<Facts>;
  /** As look, but never with an answer that was under way before. */
  lookAnew(hostId: string): Promise<Facts>;
  known(hostId: string): Facts | undefined;
  /** How every host that was looked at stands. */
  list(): readonly ProbeState[];
  /** Throws `not-found` when the question was not asked. */
  raw(hostId: string, name: QuestionName): RawAnswer;
  /** For the support bundle; empty when the host was not looked at. */
  sections(hostId: string, findings: readonly Finding[]): readonly Section[];
  forget(hostId: string): void;
  onChange(listener: (state: ProbeState) => void): void;
}

/** The questions, in the order of their functions; the file with `main` comes last. */
export const PROBE_SCRIPTS = [
  'lib/process.sh',
  'lib/software.sh',
  'session/desktops.sh',
  'probe/ask.sh',
  'probe/system.sh',
  'probe/login.sh',
  'probe/gpu.sh',
  'probe/gl.sh',
  'probe/xServers.sh',
  'probe/vncFiles.sh',
  'probe/desktop.sh',
  'probe/container.sh',
  'probe/facts.sh',
] as const;

const PROBE_MS = 20_000;

export function createProbes({ connection, load, now }: ProbesDeps): Probes {
  const latest = new Map<string, Probed>();
  const states = new Map<string, ProbeState>();
  const running = new Map<string, Promise<Facts>>();
  const changed = new Set<(state: ProbeState) => void>();

  function tell(state: ProbeState): void {
    states.set(state.hostId, state);
    for (const listener of changed) listener(state);
  }

  async function ask(hostId: string): Promise<Facts> {
    const since = now();
    tell({ kind: 'asking', hostId, since });
    try {
      const over = await connection(hostId);
      const [X11_PERL, X11_PYTHON] = await Promise.all([load('session/x11.pl'), load('session/x11.py')]);
      let noise: Noise | undefined;
      const began = now();
      const records = await runScript(over, load, PROBE_SCRIPTS, {
        parameters: { X11_PERL, X11_PYTHON },
        timeoutMs: PROBE_MS,
        onNoise: (bytes, text) => (noise = { bytes, text }),
      });
      const at = now();
      const probed = factsOf(records, { hostId, at, ms: at - began, noise });
      requireAnswers(over.hostName, probed.facts.answers);
      latest.set(hostId, probed);
      tell({ kind: 'known', hostId, facts: probed.facts });
      return probed.facts;
    } catch (error) {
      const failure = Failure.from(error);
      tell({ kind: 'failed', hostId, message: failure.message, at: now() });
      throw failure;
    }
  }

  function look(hostId: string): Promise<Facts> {
    const asked = running.get(hostId) ?? ask(hostId).finally(() => running.delete(hostId));
    running.set(hostId, asked);
    return asked;
  }

  return {
    look,
    async lookAnew(hostId) {
      await running.get(hostId)?.catch(() => undefined);
      return await look(hostId);
    },
    known: (hostId) => latest.get(hostId)?.facts,
    list: () => [...states.values()],
    raw(hostId, name) {
      const probed = latest.get(hostId);
      const raw = probed?.raws.raw(name);
      if (probed === undefined || raw === undefined) throw new Failure('not-found', 'That was not asked of the host; look at it again.');
      return { name, command: raw.command, text: raw.text.slice(0, 33_000), at: probed.facts.at };
    },
    sections(hostId, findings) {
      const probed = latest.get(hostId);
      return probed === undefined ? [] : sectionsOf(probed, findings);
    },
    forget(hostId) {
      latest.delete(hostId);
      states.delete(hostId);
    },
    onChange: (listener) => void changed.add(listener),
  };
}

/** A host that could be asked next to nothing is not known, and must not look healthy. Throws `script-failed`. */
function requireAnswers(hostName: string, answers: Facts['answers']): void {
  const unread = answers.filter(({ state }) => state === 'unreadable');
  if (unread.length * 2 <= answers.length) return;
  throw new Failure(
    'script-failed',
    `${hostName} answered only ${answers.length - unread.length} of ${answers.length} questions, so nothing can be said of it; the programs timeout and base64 (coreutils) have to be there.`,
    {
      retry: true,
      detail: unread
        .map(({ name, why }) => `${name}: ${why ?? ''}`)
        .join('\n')
        .slice(0, 4000),
    },
  );
}
