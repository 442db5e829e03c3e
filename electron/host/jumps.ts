/** Jump hosts named by the operator: a name is a host of the list, a Host of ~/.ssh/config, or an address. */
import type { Hop, Host } from '../contract/host';
import { plainText } from '../contract/text';
import type { Following, Own, StoredHost } from './hostsFile';
import { JUMP_LIMIT, parseSpec, tooLong, writeSpec, type JumpSpec } from './sshConfig/jumpText';
import type { Reading } from './sshConfig/sshConfig';

export type Way =
  | { readonly kind: 'way'; readonly via: readonly Hop[] }
  /** `wrong`: the text itself cannot be meant. */
  | { readonly kind: 'problem'; readonly why: string; readonly wrong: boolean };

/** What the list and ~/.ssh/config know, to resolve names with. */
export interface JumpWorld {
  readonly hosts: readonly StoredHost[];
  readonly reading: Reading | undefined;
  /** Of a host that follows ~/.ssh/config: as it is now. */
  readonly following: (host: Following) => Pick<Host, 'address' | 'port' | 'user' | 'auth' | 'ssh' | 'via'>;
}

const problem = (why: string, wrong = false): Way => ({ kind: 'problem', why: plainText(why, 390), wrong });

/** The way to a host of the operator's own. As with `ssh -J`, only the first jump host follows its own jump hosts. */
export function wayTo(host: Own, world: JumpWorld, trail: readonly Own[] = []): Way {
  const text = host.jump ?? '';
  if (text === '' || text.toLowerCase() === 'none') return { kind: 'way', via: [] };
  const via: Hop[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const step = wayOver(part.trim(), host, world, index === 0 ? [...trail, host] : undefined);
    if (step.kind === 'problem') return step;
    via.push(...step.via);
    if (via.length > JUMP_LIMIT) return problem(`${tooLong()} Use fewer to reach “${host.name}”.`);
  }
  return { kind: 'way', via };
}

/** One jump host, with those before it when `trail` is given. */
function wayOver(text: string, target: Own, world: JumpWorld, trail: readonly Own[] | undefined): Way {
  if (text === '') return problem('A jump host is missing between two commas.', true);
  const whole = namedHost(world, text);
  if (whole !== undefined) return overHost(whole, {}, world, trail);
  const spec = world.reading?.has(text) === true ? { host: text } : parseSpec(text);
  if (typeof spec === 'string') return problem(`${spec} Or name a host of the list or of ~/.ssh/config.`, true);
  const named = namedHost(world, spec.host);
  if (named !== undefined) return overHost(named, spec, world, trail);
  if (world.reading?.has(spec.host) === true) return overAlias(world.reading, spec, trail !== undefined);
  return { kind: 'way', via: [literal(spec, target, world.reading)] };
}

const namedHost = (world: JumpWorld, name: string): StoredHost | undefined => world.hosts.find((host) => host.name === name);

function overHost(host: StoredHost, spec: Partial<JumpSpec>, world: JumpWorld, trail: readonly Own[] | undefined): Way {
  const now = host.kind === 'own' ? host : world.following(host);
  const hop: Hop = {
    name: host.name,
    address: now.address,
    port: spec.port ?? now.port,
    user: spec.user ?? now.user,
    auth: now.auth,
    ...(now.ssh === undefined ? {} : { ssh: now.ssh }),
  };
  if (trail === undefined) return { kind: 'way', via: [hop] };
  if (host.kind === 'following') return { kind: 'way', via: [...(world.following(host).via ?? []), hop] };
  if (trail.some(({ id }) => id === host.id))
    return problem(`The jump hosts lead in a circle: ${[...trail, host].map(({ name }) => `“${name}”`).join(' → ')}.`);
  if (trail.length > JUMP_LIMIT) return problem(tooLong());
  const before = wayTo(host, world, trail);
  return before.kind === 'problem' ? before : { kind: 'way', via: [...before.via, hop] };
}

function overAlias(reading: Reading, spec: JumpSpec, ownJumps: boolean): Way {
  const found = reading.resolve(spec, { ownJumps });
  if (found.kind === 'unusable') return problem(`The jump host “${spec.host}” of ~/.ssh/config cannot be used: ${found.why}`);
  return { kind: 'way', via: [...found.via, found.hop] };
}

function literal(spec: JumpSpec, target: Own, reading: Reading | undefined): Hop {
  const user = spec.user ?? target.user;
  const ssh = hashingFor(reading, spec.host);
  return {
    name: writeSpec({ host: spec.host, user, port: spec.port ?? 22 }),
    address: spec.host,
    port: spec.port ?? 22,
    user,
    auth: { kind: 'auto' },
    ...(ssh === undefined ? {} : { ssh }),
  };
}

/** Of the files' options only this one holds for what the operator typed: it hides names in known_hosts, and loosens nothing. */
export function hashingFor(reading: Reading | undefined, address: string): { hashKnownHosts: true } | undefined {
  const found = reading?.resolve({ host: address });
  return found?.kind === 'usable' && found.hop.ssh?.hashKnownHosts === true ? { hashKnownHosts: true } : undefined;
}
