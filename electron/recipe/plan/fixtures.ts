/** Bare hosts of every known distribution, wishes and surveys: for tests of plans. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../../contract/probe';
import type { PackageFile, SetUpWish } from '../../contract/setUp';
import { changed, healthyFacts } from '../../probe/doctor/fixtures';
import { parseOs } from '../../probe/system/os';
import { planSetUp, questionsOf, type PlannedSetUp } from './setUpPlan';
import type { Survey } from './survey';

const RELEASES = new Map(
  readFileSync(join(import.meta.dirname, '../../probe/recorded/system/os-release.txt'), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((each) => [each.slice(0, each.indexOf('\n')), each.slice(each.indexOf('\n') + 1)]),
);
/** Not recorded; their ID and VERSION_ID are all that counts. */
const OTHERS = ['rocky 8.10', 'rocky 10.0', 'almalinux 9.6', 'rhel 9.6', 'centos 9', 'ol 9.4'];

/** What a set-up has to know, by ID and VERSION_ID of os-release(5). */
export const KNOWN_RELEASES = [
  'debian 12',
  'debian 13',
  'ubuntu 20.04',
  'ubuntu 22.04',
  'ubuntu 24.04',
  'rhel 8.10',
  'rocky 9.6',
  'almalinux 8.10',
  'almalinux 10.0',
  'alinux 3',
  'alinux 2.1903',
  'centos 7',
  ...OTHERS,
] as const;

const MANAGERS: Readonly<Record<string, Facts['system']['packageManager']>> = {
  debian: 'apt',
  ubuntu: 'apt',
  opensuse: 'zypper',
  arch: 'pacman',
};

/** A host with a GPU and its driver, and nothing that desktops need. */
export function bareHost(release: string): Facts {
  const [id = '', version = ''] = release.split(' ');
  const os = parseOs(RELEASES.get(release) ?? `ID=${id}\nID_LIKE=rhel\nVERSION_ID=${version}\nPRETTY_NAME="${release}"`);
  const old = release === 'centos 7' || release.startsWith('alinux 2');
  return changed(healthyFacts(), {
    system: { os, packageManager: MANAGERS[id.split('-')[0] ?? ''] ?? (old ? 'yum' : 'dnf'), packages: {} },
    gl: { eglDevices: undefined },
    desktop: {
      xServers: [],
      desktops: [],
      xProxies: [],
      virtualgl: undefined,
      turbovnc: undefined,
      xorg: undefined,
      x11vnc: undefined,
      windowManagers: [],
      dbus: { daemon: false },
      tools: { present: [], missing: ['glxgears', 'xprop'] },
    },
    container: { docker: undefined, containers: [], toolkit: undefined },
  });
}

export const wishOf = (own: Partial<SetUpWish> = {}): SetUpWish => ({
  mode: 'host-egl',
  xProxy: 'turbovnc',
  desktop: 'xfce',
  benchmarks: false,
  driver: 'leave',
  engine: 'docker',
  joinDocker: false,
  restrictGpu: false,
  useFiles: true,
  offline: false,
  mirror: {},
  ...own,
});

/** Of a host that has nothing, and room for everything. */
export const surveyOf = (own: Partial<Survey> = {}): Survey => ({
  packages: new Map(),
  files: new Map(),
  groups: new Map(),
  services: new Map(),
  others: [],
  free: new Map([['/', 50_000_000]]),
  ...own,
});

/** Of a host that has all that is asked for, with these files. */
export function surveyOfAll(facts: Facts, wish: SetUpWish, files: readonly PackageFile[], sums: ReadonlyMap<string, string>): Survey {
  const asked = questionsOf(facts, wish, files);
  return surveyOf({
    packages: new Map(asked.packages.map((name) => [name, '4.0'])),
    files: new Map(asked.files.map((path) => [path, sums.get(path) ?? ''])),
    groups: new Map(asked.groups.map((name) => [name, { member: true, login: true }])),
    services: new Map(asked.services.map((name) => [name, { enabled: true, active: true }])),
    listsAge: 60,
  });
}

export const fileOf = (name: string, own: Partial<PackageFile> = {}): PackageFile => ({
  sha256: Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64),
  fileName: `${name}_3.1.4_amd64.deb`,
  format: 'deb',
  name,
  version: '3.1.4',
  architecture: 'amd64',
  size: 3_000_000,
  depends: [],
  provides: [],
  ...own,
});

export const planOf = (facts: Facts, wish: SetUpWish, survey: Survey = surveyOf(), files: readonly PackageFile[] = []): PlannedSetUp =>
  planSetUp({ hostId: facts.hostId, facts, wish, survey, files, id: '0123456789ab', now: 1 });

/** The lines of the steps that are to do, by step. */
export const linesByStep = ({ plan }: PlannedSetUp): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(plan.steps.filter(({ state }) => state.kind === 'to-do').map(({ id, commands }) => [id, commands]));
