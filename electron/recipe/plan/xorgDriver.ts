/** NVIDIA's part of Xorg: its driver for X, and nvidia-xconfig. Of exactly the version of the module that runs, or it would be replaced. */
import type { Distribution } from './distribution';
import { already, cannot, TO_DO } from './draft';
import { installCommand } from './install';
import { IDLE, type DraftStep, type PlanContext } from './recipe';
import { namesIn, sentence } from './words';

const DRIVERS: readonly string[] = [
  '/usr/lib/xorg/modules/drivers/nvidia_drv.so',
  '/usr/lib64/xorg/modules/drivers/nvidia_drv.so',
  '/usr/lib/x86_64-linux-gnu/nvidia/xorg/nvidia_drv.so',
  '/usr/lib/aarch64-linux-gnu/nvidia/xorg/nvidia_drv.so',
  '/usr/lib/nvidia/xorg/nvidia_drv.so',
  '/usr/lib64/nvidia/xorg/nvidia_drv.so',
];
const TOOL = '/usr/bin/nvidia-xconfig';

export const NVIDIA_X_FILES: readonly string[] = [...DRIVERS, TOOL];

interface Part {
  readonly name: string;
  /** Its version has to be the driver's. */
  readonly bound: boolean;
}

type Context = Omit<PlanContext, 'survey'>;

/** `550` or `550-server`, as Ubuntu's packages of the driver that is installed carry it. */
export function branchOf({ facts }: Pick<Context, 'facts'>): string | undefined {
  const names = Object.keys(facts.system.packages ?? {});
  const branches = names.map((name) => /^(?:lib)?nvidia-(?:[a-z0-9]+-)*?(\d{3}(?:-server)?)(?:-open)?$/.exec(name)?.[1]);
  const [major = '-'] = (facts.gpu.nvidia.moduleLoaded ?? '').split('.');
  return branches.find((branch) => branch?.startsWith(major));
}

function partsOf(context: Context): { readonly driver: Part; readonly tool: Part } | undefined {
  const { distribution } = context;
  if (distribution.id === 'debian')
    return { driver: { name: 'xserver-xorg-video-nvidia', bound: true }, tool: { name: 'nvidia-xconfig', bound: false } };
  const branch = branchOf(context);
  if (distribution.id !== 'ubuntu' || branch === undefined) return undefined;
  // There, the tool is in the package of nvidia-smi.
  return { driver: { name: `xserver-xorg-video-nvidia-${branch}`, bound: true }, tool: { name: `nvidia-utils-${branch}`, bound: true } };
}

export function nvidiaXPackages(context: Context): readonly string[] {
  const parts = partsOf(context);
  return parts === undefined ? [] : [parts.driver.name, parts.tool.name];
}

/** Whether the driver's own packages are here; one from NVIDIA's installer has none. */
const isPackaged = ({ facts }: Context): boolean =>
  Object.keys(facts.system.packages ?? {}).some((name) => /^(lib)?nvidia-|^kmod-nvidia/.test(name));

export function nvidiaXStep(context: PlanContext): DraftStep {
  const { survey, facts, distribution } = context;
  const known = facts.desktop.xorg?.nvidiaDriver === true ? 'nvidia_drv.so' : undefined;
  const driver = DRIVERS.find((path) => survey.files.has(path)) ?? known;
  const tool = survey.files.has(TOOL);
  const parts = partsOf(context);
  const missing = parts === undefined ? [] : [...(driver === undefined ? [parts.driver] : []), ...(tool ? [] : [parts.tool])];
  const version = facts.gpu.nvidia.moduleLoaded ?? '';
  const step: Omit<DraftStep, 'state' | 'task' | 'changes'> = {
    id: 'xorg-nvidia',
    recipe: 'xorg',
    title: 'Install NVIDIA’s driver for Xorg',
    uploads: [],
    undo: 'Removes exactly the packages that it installed.',
    seconds: 10,
  };
  const done = (state: DraftStep['state']): DraftStep => ({ ...step, state, ...IDLE });
  if (driver !== undefined && tool) return done(already(`${driver} and ${TOOL} are there.`));
  const why = whyNot(context, missing, version);
  if (why !== undefined) return done(cannot(why));
  const names = missing.map(({ name, bound }) => (bound ? `${name}=${version}*` : name));
  return {
    ...step,
    state: TO_DO,
    task: { files: [], commands: [installCommand(distribution, { names, paths: [], offline: false })], undo: [] },
    changes: sentence(`Installs ${namesIn(missing.map(({ name }) => name))}, of the version ${version} of the driver that runs.`),
    download: 5_000_000,
    disk: 15_000_000,
  };
}

const BY_HAND: Readonly<Record<Distribution['family'], string>> = {
  debian: 'install nvidia_drv.so and nvidia-xconfig',
  redhat: 'install nvidia-driver and nvidia-xconfig of that version from NVIDIA’s repository with dnf',
};

function whyNot(context: PlanContext, missing: readonly Part[], version: string): string | undefined {
  const { survey, wish, distribution } = context;
  if (!/^\d+(\.\d+)+$/.test(version)) return 'Which version of the NVIDIA driver runs could not be found out: make the driver work first.';
  if (!isPackaged(context))
    return `NVIDIA’s driver ${version} did not come from packages, and its part for Xorg is missing: run its installer again without options that leave out parts.`;
  if (missing.length === 0) return `NVIDIA’s driver ${version} lacks its part for Xorg: ${BY_HAND[distribution.family]}, and plan again.`;
  if (wish.offline)
    return `The host reaches no repository: install ${namesIn(missing.map(({ name }) => name))} of version ${version} by hand.`;
  const other = missing.find(
    ({ name, bound }) => bound && survey.candidates?.has(name) === true && !isOf(survey.candidates.get(name), version),
  );
  if (other === undefined) return undefined;
  return (
    `The host’s package lists have ${other.name} ${survey.candidates?.get(other.name) ?? ''}, and the driver that runs is ${version}: ` +
    'installing it would replace the driver’s libraries. Update the whole driver and reboot first.'
  );
}

const isOf = (candidate: string | undefined, version: string): boolean =>
  (candidate ?? '').replace(/^\d+:/, '').startsWith(version) &&
  !/^[\d.]/.test((candidate ?? '').replace(/^\d+:/, '').slice(version.length));
