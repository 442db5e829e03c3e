/** System facts: what a host is, its room and limits. */
import type { SystemFacts } from '../contract/probe/system';
import { parseDisks, parseInodes, parseQuota, withInodes } from './system/disks';
import { parseLogind } from './system/logind';
import { parseBoot, parseClock, parseCpu, parseKernel, parseLimits, parseLoad, parseMemory, parseName } from './system/machine';
import { parseOs } from './system/os';
import { parsePackages, parsePackageState, parseProxy, parseReboot } from './system/packages';
import { parsePackageSources } from './system/packageSources';
import { parseSecureBoot, parseSecurityModules } from './system/protection';
import type { Raws } from './raws';

/** `at`: when the answers were there, epoch ms of the laptop's clock. */
export function systemFacts(raws: Raws, at: number): SystemFacts {
  const boot = raws.read('boot', parseBoot);
  const clock = raws.read('clock', parseClock);
  return {
    os: raws.read('os', parseOs),
    hostname: raws.read('hostname', parseName),
    kernel: raws.read('kernel', parseKernel),
    cpu: raws.read('cpu', parseCpu),
    memory: raws.read('memory', parseMemory),
    load: raws.read('load', parseLoad),
    bootId: boot?.id,
    bootedAt: boot?.at,
    clockSkew: clock === undefined ? undefined : Math.round(clock - at / 1000),
    disks: withInodes(raws.read('disks', parseDisks), raws.read('inodes', parseInodes)),
    quotaExceeded: raws.read('quota', parseQuota)?.exceeded,
    limits: raws.read('limits', parseLimits),
    init: raws.read('init', parseName),
    virtualisation: raws.read('virtualisation', parseName),
    ...raws.read('security-modules', parseSecurityModules),
    secureBoot: raws.read('secure-boot', parseSecureBoot),
    ...raws.read('logind', parseLogind),
    rebootRequired: raws.read('reboot', parseReboot)?.why,
    ...raws.read('packages', parsePackages),
    brokenPackages: raws.read('package-state', parsePackageState),
    conflictingSources: raws.read('package-sources', parsePackageSources),
    proxy: raws.read('proxy', parseProxy),
  };
}
