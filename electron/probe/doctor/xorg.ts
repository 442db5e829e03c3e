/** Entries about Xorg as a server on the GPU: it does not start, two share a GPU, its keyboard is off, there is none. */
import type { Cure } from '../../contract/doctor';
import type { Facts } from '../../contract/probe';
import type { XServer } from '../../contract/probe/desktop';
import { busIdOf } from '../busId';
import { commands, words } from './cures';
import { fromAnswer, type Detection, type Entry } from './entry';
import { eglGpus, nvidiaPci, pciGpus } from './hardware';

const runs = (facts: Facts, kind: XServer['kind']): readonly XServer[] =>
  (facts.desktop.xServers ?? []).filter((each) => each.kind === kind && !each.zombie);
const lineOf = ({ kind, display, pid, user }: XServer): string => `${kind} :${display ?? '?'}, pid ${pid}, user ${user}`;

const noScreens: Entry = {
  id: 'D30',
  title: 'Xorg did not start: no screens found',
  cause: 'None of its drivers found a GPU to draw on.',
  severity: 'harms',
  cure: words('Read the log. On an NVIDIA GPU, name the GPU by a BusID of decimal numbers, and allow an empty initial configuration.'),
  source: 'nvidia-xrun #39; ai2thor #995; selkies glx #11 #41; Xorg’s own log',
  detect(seen) {
    const { facts } = seen;
    const errors = facts.desktop.xorgErrors ?? [];
    const paths = new Set(errors.filter(({ text }) => /no screens found/i.test(text)).map(({ path }) => path));
    return [...paths]
      .filter((path) => !isOver(facts, path))
      .map((path): Detection => {
        const lines = [...new Set(errors.filter((each) => each.path === path).map(({ text }) => text))];
        const gpu = (pciGpus(facts) ?? []).length > 0;
        return {
          subject: path,
          confidence: gpu ? 'certain' : 'possible',
          // Where EGL draws, nobody needs an Xorg.
          ...(gpu && eglGpus(facts).length === 0 ? {} : { severity: 'note' as const }),
          ...screenlessBy(facts, lines),
          evidence: [fromAnswer(seen, 'xorg-log', [path, ...lines].join('\n'))],
        };
      });
  },
};

/** The log before the last one, or a server of that display runs now. */
function isOver(facts: Facts, path: string): boolean {
  const [, display] = /Xorg\.(\d{1,5})\.log$/.exec(path) ?? [];
  return path.endsWith('.old') || (display !== undefined && runs(facts, 'Xorg').some((each) => each.display === Number(display)));
}

function screenlessBy(facts: Facts, lines: readonly string[]): Pick<Detection, 'cause' | 'cure'> {
  const says = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
  if (says(/Failed to load module "nvidia"/))
    return {
      cause: 'Xorg’s NVIDIA driver nvidia_drv.so is not there: the driver was installed without its part for X.',
      cure: words('Install the driver’s part for Xorg: xserver-xorg-video-nvidia on Debian and Ubuntu, nvidia-driver on Red Hat’s family.'),
    };
  if (says(/NVIDIA.*(kernel module|initialize)/i))
    return {
      cause: 'NVIDIA’s driver for X could not reach its kernel module.',
      cure: words('Make nvidia-smi work first, then start Xorg again.'),
    };
  if (says(/drmSetMaster|resource busy|already in use/i))
    return {
      cause: 'Another X server or a Wayland desktop has the GPU.',
      cure: words('End the other one, or use VirtualGL with EGL, which needs no Xorg.'),
    };
  if (says(/No devices detected/))
    return {
      cause: 'Xorg found no device where its configuration points to: BusID takes decimal numbers, and lspci prints hexadecimal ones.',
      cure: configuration(facts),
    };
  return { cure: configuration(facts) };
}

function configuration(facts: Facts): Cure {
  const [gpu] = nvidiaPci(facts);
  const text =
    'Write a configuration that names the GPU by decimal numbers and needs no monitor, and start Xorg with it: -config xorg-gpu.conf.';
  const busId = gpu === undefined ? undefined : busIdOf(gpu.pci);
  if (busId === undefined) return words('Give Xorg a configuration for the GPU of this host, or use an X proxy, which needs none.');
  const options = '--only-one-x-screen --no-probe-all-gpus --use-display-device=None --allow-empty-initial-configuration';
  return commands([`nvidia-xconfig -o /etc/X11/xorg-gpu.conf --busid ${busId} ${options}`], true, text);
}

/** Servers of login screens give the GPU away when somebody logs in. */
const GREETERS: ReadonlySet<string> = new Set(['gdm', 'Debian-gdm', 'lightdm', 'sddm']);

const sharedGpu: Entry = {
  id: 'D31',
  title: 'Two Xorg servers run on one GPU',
  cause: 'Xorg cannot share a GPU: the later server takes the hardware, and the picture of the earlier one turns black.',
  severity: 'harms',
  cure: words('End one of them. For many desktops on one GPU, use VirtualGL with EGL.'),
  source: 'selkies glx README; measured',
  explains: ['D30'],
  detect(seen) {
    const servers = runs(seen.facts, 'Xorg').filter(({ user }) => !GREETERS.has(user));
    const places = [...new Set(servers.flatMap(placesOf))];
    const pairs = places.map((place) => servers.filter((server) => placesOf(server).includes(place))).filter(({ length }) => length > 1);
    const known = new Map(pairs.map((pair) => [pair.map(({ pid }) => pid).join(), pair]));
    return [...known.values()].map((pair) => ({
      subject: pair
        .map(({ display, pid }) => (display === undefined ? `pid ${pid}` : `:${display}`))
        .join(' ')
        .slice(0, 200),
      confidence: 'likely',
      evidence: [fromAnswer(seen, 'x-servers', pair.map((each) => `${lineOf(each)}, ${placesOf(each).join(' ')}`).join('\n'))],
    }));
  },
};

/** GPU nodes that it has open, and the address that its configuration names. */
const placesOf = ({ nodes = [], pci }: XServer): readonly string[] => [
  ...nodes.filter((path) => /^\/dev\/(nvidia\d+|dri\/card\d+)$/.test(path)),
  ...(pci === undefined || !/^(PCI:|[0-9a-f]{4}:)/.test(pci) ? [] : [pci]),
];

const noInput: Entry = {
  id: 'D50',
  title: 'Keyboard and mouse do nothing in an Xorg desktop',
  cause: 'x11vnc types through the extension XTEST, and this Xorg runs without it: vglserver_config -t, or -tst.',
  severity: 'harms',
  cure: commands(
    ['/opt/VirtualGL/bin/vglserver_config +glx -s -f +t'],
    true,
    'Allow XTEST again, when no program uses the GPU, and start Xorg anew. Where Xorg is started with -tst, take that out instead.',
  ),
  source: 'VirtualGL doc/unixconfig.txt',
  detect(seen) {
    const shown = new Set([...runs(seen.facts, 'x11vnc'), ...runs(seen.facts, 'x0vncserver')].map(({ display }) => display));
    return runs(seen.facts, 'Xorg')
      .filter(({ display, xtestOff }) => xtestOff === true && display !== undefined && shown.has(display))
      .map((server) => ({
        subject: `:${server.display ?? 0}`,
        title: `Keyboard and mouse do nothing in the desktop :${server.display ?? 0}`,
        confidence: 'certain',
        evidence: [fromAnswer(seen, 'x-servers', `${lineOf(server)}: XTEST is off, and a VNC server shows it`)],
      }));
  },
};

/** Red Hat's family; Fedora and Amazon Linux count otherwise. */
const ENTERPRISE: ReadonlySet<string> = new Set(['rhel', 'rocky', 'almalinux', 'centos', 'ol']);

const noXorg: Entry = {
  id: 'D74',
  title: 'This distribution has no Xorg server',
  cause: 'Enterprise Linux 10 dropped it: there is no 3D X server for VirtualGL’s GLX back end, and no Xorg on the GPU.',
  severity: 'note',
  cure: words('Use VirtualGL with EGL: it needs no Xorg.'),
  source: 'release notes of Red Hat Enterprise Linux 10',
  detect(seen) {
    const { system, desktop } = seen.facts;
    const { os } = system;
    const major = Number.parseInt(os?.version ?? '', 10);
    const gpu = (pciGpus(seen.facts) ?? []).length > 0;
    if (os === undefined || !ENTERPRISE.has(os.id) || !(major >= 10) || desktop.xorg !== undefined || !gpu) return [];
    return [{ confidence: 'certain', evidence: [fromAnswer(seen, 'os', os.name || `${os.id} ${os.version}`)] }];
  },
};

export const XORG_ENTRIES: readonly Entry[] = [noScreens, sharedGpu, noInput, noXorg];
