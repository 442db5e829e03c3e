/** Entries about programs that do not draw through OpenGL as others do: Vulkan, browsers. */
import { installing } from './command';
import { commands, words } from './cures';
import { fromAnswer, type Entry } from './entry';
import { nvidiaWorks } from './hardware';
import { isAtLeast } from './version';

const vulkan: Entry = {
  id: 'D34',
  title: 'Vulkan programs do not find the NVIDIA GPU',
  cause: 'The loader of Vulkan has no driver file of NVIDIA’s, so programs draw on the CPU or do not start.',
  severity: 'harms',
  cure: words('Install the driver’s Vulkan file nvidia_icd.json. Start Vulkan programs without vglrun.'),
  source: 'VirtualGL #37 #271; Vulkan loader, driver discovery',
  detect(seen) {
    const { facts } = seen;
    const { vulkan: found, vulkanDrivers, libraries = [] } = facts.gl;
    const named = vulkanDrivers?.some(({ library }) => /nvidia/i.test(library));
    const loader = libraries.some((name) => name.startsWith('libvulkan.so'));
    if (!nvidiaWorks(facts) || !loader || found?.some(({ type }) => type !== 'cpu') === true) return [];
    // Without vulkaninfo's word only the driver files speak; a host without any has no use for Vulkan.
    const lacks = found === undefined ? named === false && (vulkanDrivers ?? []).length > 0 : found.length > 0;
    if (!lacks) return [];
    const files = (vulkanDrivers ?? []).map(({ path, library }) => `${path}: ${library}`).join('\n') || 'no driver file';
    const devices = (found ?? []).map(({ name, type }) => `${name}: ${type}`).join('\n');
    return [
      {
        confidence: found === undefined ? 'likely' : 'certain',
        ...(found === undefined ? { severity: 'note' as const } : {}),
        evidence: [fromAnswer(seen, 'vulkan-drivers', files), ...(devices === '' ? [] : [fromAnswer(seen, 'vulkan', devices)])],
        cure: installing(
          facts,
          facts.system.os?.id === 'debian' ? { apt: ['nvidia-vulkan-icd'] } : {},
          'Install the driver’s Vulkan part, of exactly its version. Start Vulkan programs without vglrun.',
        ),
      },
    ];
  },
};

const BROWSERS = /^(google-chrome|chromium|microsoft-edge|brave|opera|vivaldi|matlab|code$|slack-desktop)/i;

const browsers: Entry = {
  id: 'D35',
  title: 'Browsers may stay black or draw on the CPU under VirtualGL',
  cause: 'Chromium, and what is built on it, chooses its visual in a way that VirtualGL before 3.1.4 cannot follow.',
  severity: 'note',
  cure: commands(
    ['google-chrome --in-process-gpu --use-gl=egl'],
    false,
    'Install VirtualGL 3.1.4 or newer, and start them with VGL_CHROMEHACK=1; or with these options.',
  ),
  source: 'VirtualGL doc/apprecipes.txt, #216 #228 #229',
  detect(seen) {
    const { desktop, system } = seen.facts;
    const found = Object.keys(system.packages ?? {}).filter((name) => BROWSERS.test(name));
    const { virtualgl } = desktop;
    if (found.length === 0 || virtualgl === undefined || !nvidiaWorks(seen.facts) || isAtLeast(virtualgl.version, [3, 1, 4]) !== false)
      return [];
    return [
      {
        confidence: 'possible',
        evidence: [
          fromAnswer(seen, 'packages', found.slice(0, 8).join('\n')),
          fromAnswer(seen, 'virtualgl', `VirtualGL ${virtualgl.version}`),
        ],
      },
    ];
  },
};

export const GL_PROGRAM_ENTRIES: readonly Entry[] = [vulkan, browsers];
