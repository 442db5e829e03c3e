/** Rows of the system: release, kernel, room, limits and policies. */
import { exactTime } from '../../base/time';
import type { Facts } from '../../../electron/contract/probe';
import type { QuestionName } from '../../../electron/contract/probe/answer';
import type { Disk, SystemFacts } from '../../../electron/contract/probe/system';
import { kib } from '../units';
import { FACT_NAMES, factTexts as texts, onOff } from '../factTexts';
import { joined, map, rowMaker, yesNo, type FactRow, type Said } from './row';

const names = FACT_NAMES.system;

export function systemRows(facts: Facts): readonly FactRow[] {
  const row = rowMaker(facts);
  const { system } = facts;
  return [
    ...row('os', names.system, system.os?.name),
    ...row(
      'kernel',
      names.kernel,
      map(system.kernel, ({ release, architecture }) => joined(release, architecture)),
    ),
    ...row('hostname', names.hostName, system.hostname),
    ...row(
      'cpu',
      names.processors,
      map(system.cpu, ({ model, cores }) => joined(model, texts.cores(cores))),
    ),
    ...row('memory', names.memory, map(system.memory, memoryLines)),
    ...row(
      'load',
      names.load,
      map(system.load, (load) => load.toFixed(2)),
    ),
    ...row(
      'disks',
      names.disks,
      map(system.disks, (all) => all.map(diskLine)),
    ),
    ...row('quota', names.quota, system.quotaExceeded ?? whenKnown(facts, 'quota', texts.quotaKept)),
    ...row('limits', names.limits, map(system.limits, limitLines)),
    ...row('boot', names.booted, map(system.bootedAt, exactTime)),
    ...row('clock', names.clock, map(system.clockSkew, skewWords)),
    ...row('reboot', names.reboot, map(system.rebootRequired, texts.rebootPending) ?? whenKnown(facts, 'reboot', texts.noReboot)),
    ...row('init', names.init, system.init),
    ...row('virtualisation', names.virtualisation, system.virtualisation),
    ...row('security-modules', names.securityModules, securityLine(system)),
    ...row('secure-boot', names.secureBoot, map(system.secureBoot, onOff)),
    ...row('logind', names.lingering, lingerLine(system)),
    ...row('packages', names.packages, packageLines(system)),
    ...row(
      'package-state',
      names.brokenPackages,
      map(system.brokenPackages, (all) => all.join(', ')),
    ),
    ...row(
      'package-sources',
      names.conflictingSources,
      map(system.conflictingSources, (all) => all.join(', ')),
    ),
    ...row('proxy', names.proxy, system.proxy),
  ];
}

/** An answer that was understood and named no trouble. */
const whenKnown = ({ answers }: Facts, name: QuestionName, words: string): string | undefined =>
  answers.some((answer) => answer.name === name && answer.state === 'known') ? words : undefined;

function memoryLines({ total, available, swapTotal, swapFree }: NonNullable<SystemFacts['memory']>): readonly string[] {
  return [texts.free(kib(available), kib(total)), swapTotal === 0 ? texts.noSwap : texts.swap(texts.free(kib(swapFree), kib(swapTotal)))];
}

const diskLine = ({ place, mount, size, free, inodesFree }: Disk): string =>
  joined(
    `${texts.places[place]}: ${texts.free(kib(free), kib(size))}`,
    mount !== texts.places[place] && mount,
    inodesFree === 0 && texts.noInodes,
  );

const limitLines = ({ openFiles, processes }: NonNullable<SystemFacts['limits']>): readonly string[] => [
  map(openFiles, texts.openFiles) ?? '',
  map(processes, texts.processes) ?? '',
];

function skewWords(seconds: number): string {
  const off = Math.round(Math.abs(seconds));
  return off < 2 ? texts.clockRight : texts[seconds > 0 ? 'clockAhead' : 'clockBehind'](off);
}

function securityLine({ selinux, apparmor }: SystemFacts): Said {
  const parts = [map(selinux, texts.selinux), map(apparmor, texts.apparmor)];
  return parts.every((part) => part === undefined) ? undefined : joined(...parts);
}

function lingerLine({ linger, killUserProcesses }: SystemFacts): Said {
  if (linger === undefined) return undefined;
  return joined(yesNo(linger), killUserProcesses === true && texts.killsProcesses);
}

function packageLines({ packageManager, packages }: SystemFacts): Said {
  if (packages === undefined) return packageManager;
  return [packageManager ?? '', ...Object.entries(packages).map(([name, version]) => `${name} ${version}`)];
}
