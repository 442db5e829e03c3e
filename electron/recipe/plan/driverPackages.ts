/** How a distribution installs NVIDIA's driver, from packages; nothing of this was tried on a GPU. */
import type { PciGpu } from '../../contract/probe/gpu';
import { isContainer } from '../../probe/doctor/hardware';
import { installCommand, refreshCommand } from './install';
import type { PlanContext, Task } from './recipe';
import { branchOf } from './xorgDriver';
import { namesIn } from './words';

interface DriverPackages {
  readonly files: Task['files'];
  readonly commands: Task['commands'];
  /** As they are shown. */
  readonly what: string;
  /** One of these is there afterwards. */
  readonly marks: readonly string[];
  readonly warning?: string;
}
type Answer = DriverPackages | { readonly why: string };
type Context = PlanContext;

/** The last branch that has Maxwell, Pascal and Volta; the open module needs Turing. */
const BRANCH = '580';
const OLDER_THAN_TURING = /\bG[MPV]\d{3}|\b(Tesla )?[MPV]100\b/;
const TOO_OLD = /\bG[KF]\d{3}/;

const UBUNTU = ['470', '535', '550', '570', '580', '590'].flatMap((branch) =>
  ['', '-open', '-server', '-server-open'].map((flavour) => `nvidia-driver-${branch}${flavour}`),
);
const DEBIAN_GL = ['libgl1-nvidia-glvnd-glx', 'libegl-nvidia0', 'nvidia-egl-icd'];
const DEBIAN = ['nvidia-driver', 'nvidia-smi', ...DEBIAN_GL];

/** Names to ask a host for. */
export function driverQuestions({ distribution, facts }: Omit<Context, 'survey'>): readonly string[] {
  const branch = branchOf({ facts }) ?? branchIn(facts.gpu.nvidia.moduleLoaded) ?? '';
  const release = facts.system.kernel?.release ?? '';
  if (distribution.id === 'ubuntu') return [...UBUNTU, `libnvidia-gl-${branch}`, `nvidia-utils-${branch}`, 'ubuntu-drivers-common'];
  if (distribution.id === 'debian') return [...DEBIAN, `linux-headers-${release}`];
  return distribution.id === 'enterprise-linux' ? ['nvidia-open', 'cuda-drivers', 'nvidia-driver', `kernel-devel-${release}`] : [];
}

export function driverPackages(context: Context, gpu: PciGpu): Answer {
  const { distribution, wish } = context;
  if (wish.offline) return { why: 'The driver comes from repositories, and this host reaches none: install it by hand.' };
  if (isContainer(context.facts)) return userSpace(context);
  switch (distribution.id) {
    case 'ubuntu':
      return ubuntu(context);
    case 'debian':
      return debian(context);
    case 'enterprise-linux':
      return enterpriseLinux(context, gpu);
    case 'alinux':
      return {
        why: 'Alibaba Cloud Linux takes its driver from the instance’s own automatic installation, or from NVIDIA’s Tesla installer (.run): use one of these, and reboot.',
      };
    case 'centos':
      return { why: 'For CentOS 7 there is only NVIDIA’s installer (.run) of an older branch, 470 or 535: run it by hand, and reboot.' };
  }
}

const installed = ({ distribution }: Context, names: readonly string[]): readonly string[] =>
  installCommand(distribution, { names, paths: [], offline: false });

/** The distribution's tool chooses the branch that fits the GPU, with modules that are signed for Secure Boot. */
const ubuntu = (context: Context): Answer => ({
  files: [],
  commands: [installed(context, ['ubuntu-drivers-common']), ['env', 'DEBIAN_FRONTEND=noninteractive', 'ubuntu-drivers', 'install']],
  what: 'the NVIDIA driver that ubuntu-drivers recommends for this GPU',
  marks: UBUNTU,
});

const signed = (how: string): string =>
  `Secure Boot is on, and a module that is built here has to be enrolled at the boot screen, which no SSH reaches. By hand: ${how}.`;

function debian(context: Context): Answer {
  const { survey, facts } = context;
  const headers = `linux-headers-${facts.system.kernel?.release ?? ''}`;
  if (facts.system.secureBoot === true) return { why: signed('apt-get install nvidia-driver; mokutil --import /var/lib/dkms/mok.pub') };
  if (!/^linux-headers-[\w.+~-]+$/.test(headers))
    return { why: 'Which kernel runs could not be read, so its headers cannot be installed.' };
  if (survey.candidates?.has('nvidia-driver') === false)
    return {
      why: 'The host’s package lists have no nvidia-driver: add “contrib non-free non-free-firmware” to its package sources, run apt-get update, and plan again.',
    };
  if (survey.candidates?.has(headers) === false && !survey.packages.has(headers))
    return { why: `The host’s package lists have no ${headers} any more: update the kernel and reboot first, then plan again.` };
  return { files: [], commands: [installed(context, [headers, ...DEBIAN])], what: namesIn([headers, ...DEBIAN]), marks: ['nvidia-driver'] };
}

function enterpriseLinux(context: Context, gpu: PciGpu): Answer {
  const { distribution, facts } = context;
  const { major, epel, architecture } = distribution;
  const release = facts.system.kernel?.release ?? '';
  if (facts.system.secureBoot === true)
    return { why: signed(`dnf install kernel-devel-${release} nvidia-open; mokutil --import /var/lib/dkms/mok.pub`) };
  if (major >= 10)
    return {
      why: `Enterprise Linux 10 has no module streams that pin a branch. By hand: add NVIDIA’s repository rhel10, dnf install nvidia-open, dnf versionlock '*nvidia*${BRANCH}*', and reboot.`,
    };
  if (TOO_OLD.test(gpu.name)) return { why: `NVIDIA’s driver ${BRANCH} does not know this GPU any more: install the branch 470 by hand.` };
  if (!/^[\w.+~-]+$/.test(release)) return { why: 'Which kernel runs could not be read, so its headers cannot be installed.' };
  const open = !OLDER_THAN_TURING.test(gpu.name);
  const id = `gearview-cuda-rhel${major}`;
  const url = `https://developer.download.nvidia.com/compute/cuda/repos/rhel${major}/${architecture === 'aarch64' ? 'sbsa' : 'x86_64'}`;
  const path = `/etc/yum.repos.d/${id}.repo`;
  const text = [`[${id}]`, `name=${id}`, `baseurl=${url}`, 'enabled=1', 'gpgcheck=1', `gpgkey=${url}/D42D0685.pub`, 'sslverify=1', ''].join(
    '\n',
  );
  const names = [`kernel-devel-${release}`, open ? 'nvidia-open' : 'cuda-drivers'];
  return {
    files: [{ path, mode: '0644', text }],
    commands: [
      // What builds the module, dkms, is in EPEL.
      ...(epel === undefined ? [] : [installed(context, [epel.address ?? epel.package])]),
      refreshCommand(distribution, { path, id }),
      ['dnf', '-y', 'module', 'enable', `nvidia-driver:${BRANCH}-${open ? 'open' : 'dkms'}`],
      installed(context, names),
    ],
    what: `NVIDIA’s repository ${path}, ${namesIn(names)} of the branch ${BRANCH}`,
    marks: ['nvidia-open', 'cuda-drivers', 'nvidia-driver'],
    warning: 'The key of NVIDIA’s repository is fetched over HTTPS, and nothing else vouches for it.',
  };
}

const branchIn = (version: string | undefined): string | undefined => /^(\d{3})\./.exec(version ?? '')?.[1];

/** In a container the kernel is the machine's below it: only libraries, and of exactly the version of its module. */
function userSpace(context: Context): Answer {
  const { facts, survey, distribution } = context;
  const version = facts.gpu.nvidia.moduleLoaded;
  const again = 'create the container anew with the NVIDIA container toolkit, which mounts the libraries that fit';
  if (version === undefined || !/^\d+(\.\d+)+$/.test(version))
    return { why: `No NVIDIA module runs in the kernel below this container: ${again}.` };
  const branch = branchOf(context) ?? branchIn(version) ?? '';
  const names =
    distribution.id === 'ubuntu'
      ? [`libnvidia-gl-${branch}`, `nvidia-utils-${branch}`]
      : distribution.id === 'debian'
        ? ['nvidia-smi', ...DEBIAN_GL]
        : undefined;
  if (names === undefined) return { why: `This host is a container: ${again}.` };
  const other = names.find((name) => !(survey.candidates?.get(name)?.replace(/^\d+:/, '').startsWith(`${version}-`) ?? true));
  if (other !== undefined)
    return {
      why: `The kernel’s module is ${version}, and the package lists have ${other} ${survey.candidates?.get(other) ?? ''}: ${again}.`,
    };
  return {
    files: [],
    commands: [
      installed(
        context,
        names.map((name) => `${name}=${version}*`),
      ),
    ],
    what: `${namesIn(names)}, of exactly the version ${version} of the module in the kernel below this container`,
    marks: names.slice(0, 1),
  };
}
