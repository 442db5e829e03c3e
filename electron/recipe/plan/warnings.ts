/** What to know before a set-up: who else is on this machine (R54), and what the host itself warns of. */
import type { Facts } from '../../contract/probe';
import type { Survey } from './survey';
import { namesIn, sentence } from './words';

/** Package servers refuse clocks that are further off. */
const SKEW = 120;

/** Most important first. `notice`: what to know of the distribution. */
export function warningsOf({ gpu, desktop, system }: Facts, survey: Pick<Survey, 'others'>, notice: string | undefined): readonly string[] {
  const programs = gpu.nvidia.gpus.flatMap(({ processes }) => processes ?? []).map(({ name, pid }) => `${name.split('/').at(-1)} (${pid})`);
  const others = (desktop.xServers ?? []).filter(({ own, zombie }) => !own && !zombie);
  const servers = others.map(({ kind, display, user }) => `${kind}${display === undefined ? '' : ` :${display}`} of ${user}`);
  const { rebootRequired, clockSkew, conflictingSources = [] } = system;
  const said: readonly (string | false)[] = [
    survey.others.length > 0 && `Others are logged in on this host: ${namesIn(survey.others)}.`,
    programs.length > 0 && `Programs use the GPU now: ${namesIn(programs)}.`,
    servers.length > 0 && `Desktops and X servers of others run on this host: ${namesIn(servers)}.`,
    notice ?? false,
    rebootRequired !== undefined &&
      `A reboot of this host is pending${rebootRequired === '' ? '' : ` for ${rebootRequired}`}; a driver may not work until then.`,
    conflictingSources.length > 0 &&
      `Package sources contradict each other, and apt installs nothing until one is removed: ${namesIn(conflictingSources)}.`,
    clockSkew !== undefined &&
      Math.abs(clockSkew) > SKEW &&
      `The host’s clock is ${Math.abs(Math.round(clockSkew))} s ${clockSkew > 0 ? 'fast' : 'slow'}, and package servers may be refused for it: set it first.`,
  ];
  return said.filter((each) => each !== false).map(sentence);
}

/** Before something is taken back: who works with it now, this login's own desktops too. */
export function undoWarnings(facts: Facts): readonly string[] {
  const own = (facts.desktop.xServers ?? []).filter(({ own: ours, zombie, elsewhere }) => ours && !zombie && !elsewhere);
  const displays = own.flatMap(({ display }) => (display === undefined ? [] : [`:${display}`]));
  const ending =
    displays.length === 0
      ? []
      : [`Desktops of this login run, and lose what is taken from under them: ${namesIn(displays)}. End them first.`];
  return [...ending, ...warningsOf(facts, { others: [] }, undefined)].slice(0, 12);
}
