/** A name resolved as ssh would: where to log in, how, and over which jump hosts. */
import { Hop, type Origin } from '../../contract/host';
import { plainText } from '../../contract/text';
import { evaluate, type Evaluation, type Query } from './evaluate';
import type { ReadFile } from './files';
import { JUMP_LIMIT, parseJump, tooLong, type JumpSpec } from './jumpText';
import { authOf, firstOf, optionsOf, originsOf, Unusable } from './options';
import { expandHostName, type Local, type Target } from './values';

export type Resolution =
  | {
      readonly kind: 'usable';
      readonly hop: Hop;
      /** Its own jump hosts, the first to be reached first. */
      readonly via: readonly Hop[];
      readonly origins: readonly Origin[];
      /** A Host line has this name. */
      readonly named: boolean;
    }
  | { readonly kind: 'unusable'; readonly why: string; readonly origins: readonly Origin[]; readonly named: boolean };

/** `ownJumps: false` for a jump host behind another one: its way is given already, as with `ssh -J`. */
export function resolve(roots: readonly ReadFile[], local: Local, spec: JumpSpec, options: { ownJumps?: boolean } = {}): Resolution {
  const { ownJumps = true } = options;
  const evaluation = evaluate(roots, queryOf(spec), local.user);
  const shared = { origins: originsOf(evaluation, local.home), named: evaluation.named };
  try {
    const hop = hopOf(evaluation, spec, local);
    return { kind: 'usable', hop, via: ownJumps ? viaOf(roots, local, evaluation, [spec.host]) : [], ...shared };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { kind: 'unusable', why: plainText(error.message, 390), ...shared };
  }
}

const queryOf = (spec: JumpSpec): Query => ({
  alias: spec.host,
  ...(spec.user === undefined ? {} : { user: spec.user }),
  ...(spec.port === undefined ? {} : { port: spec.port }),
});

function hopOf(evaluation: Evaluation, spec: JumpSpec, local: Local): Hop {
  if (evaluation.fault !== undefined) throw new Unusable(evaluation.fault);
  const given = firstOf(evaluation, 'hostname');
  const host = given === undefined ? spec.host : expandHostName(given.args[0] ?? '', spec.host);
  if (given !== undefined && host === undefined)
    throw new Unusable(
      `${given.file}, line ${given.line}: HostName “${plainText(given.raw, 100)}” has a token that ssh does not know there.`,
    );
  const target: Target = {
    original: spec.host,
    host: (host ?? spec.host).toLowerCase(),
    port: spec.port ?? Number(firstOf(evaluation, 'port')?.args[0] ?? 22),
    user: spec.user ?? firstOf(evaluation, 'user')?.args[0] ?? local.user,
    keyAlias: firstOf(evaluation, 'hostkeyalias')?.args[0],
  };
  const ssh = optionsOf(evaluation, local, target);
  const hop = Hop.safeParse({
    name: plainText(spec.host, 290),
    address: target.host,
    port: target.port,
    user: target.user,
    auth: authOf(evaluation, local, target),
    ...(ssh === undefined ? {} : { ssh }),
  });
  if (hop.success) return hop.data;
  const issue = hop.error.issues[0];
  const keyword = ({ address: 'hostname', port: 'port', user: 'user', auth: 'identityfile' } as const)[String(issue?.path[0])];
  const value = keyword === undefined ? undefined : firstOf(evaluation, keyword);
  throw new Unusable(`${value === undefined ? '' : `${value.file}, line ${value.line}: `}${issue?.message ?? 'A value cannot be used.'}`);
}

/** ssh.c: the last jump host of a chain is reached over the ones before it, and only the first follows its own ProxyJump. */
function viaOf(roots: readonly ReadFile[], local: Local, evaluation: Evaluation, trail: readonly string[]): Hop[] {
  const command = evaluation.values.get('proxycommand')?.[0];
  if (command !== undefined && command.raw.trim().toLowerCase() !== 'none')
    throw new Unusable(`“${plainText(trail.at(-1) ?? '', 100)}” needs ProxyCommand, which Gearview does not run; use ProxyJump.`);
  const jump = parseJump(firstOf(evaluation, 'proxyjump')?.raw ?? 'none');
  if (jump.kind === 'bad') throw new Unusable(jump.why);
  if (jump.kind === 'none') return [];
  const hops = jump.hops.map((spec, index) => {
    const own = evaluate(roots, queryOf(spec), local.user);
    const hop = hopOf(own, spec, local);
    if (index > 0) return [hop];
    if (trail.includes(spec.host))
      throw new Unusable(`ProxyJump leads in a circle: ${[...trail, spec.host].map((name) => plainText(name, 60)).join(' → ')}.`);
    if (trail.length > JUMP_LIMIT) throw new Unusable(tooLong());
    return [...viaOf(roots, local, own, [...trail, spec.host]), hop];
  });
  const via = hops.flat();
  if (via.length > JUMP_LIMIT) throw new Unusable(tooLong());
  return via;
}
