import { describe, expect, test } from 'vitest';
import { container, xServer, type Change } from '../../probe/doctor/fixtures';
import { driver } from './driver';
import { AMD, contextOf, saidOf, type Given } from './gpuFixtures';
import { linesOf } from './judged';

const install = { driver: 'install' } as const;
const stepOf = (given: Given = {}) => {
  const [step, ...others] = driver.steps(contextOf(given));
  if (step === undefined || others.length > 0) throw new Error('not one step');
  return step;
};
const FAILED: Change = {
  nvidia: {
    gpus: [],
    moduleLoaded: undefined,
    moduleOnDisk: undefined,
    dkms: [],
    smi: { kind: 'failed', failure: 'not-installed', text: '' },
  },
};
const without = (driver?: string): Change => {
  const { nvidia } = contextOf({ change: FAILED }).facts.gpu;
  return {
    gpu: { nvidia, modules: driver === undefined ? [] : [driver], pci: [{ pci: '0000:07:00.0', vendor: 'nvidia', name: 'A10', driver }] },
  };
};
const packaged = { system: { packages: { 'nvidia-driver': '535.261.03-1' } } };

describe('left alone', () => {
  test('a driver that works is there, with its version', () => {
    expect(saidOf(stepOf())).toBe('already: The NVIDIA driver 550.163.01 works.');
    expect(saidOf(stepOf({ change: AMD }))).toBe('already: The driver amdgpu has the GPU at 0000:03:00.0.');
    expect(driver.verify(contextOf())).toMatchObject([{ ok: true }]);
  });

  test.each<readonly [string, Given, RegExp]>([
    ['none, Ubuntu', { release: 'ubuntu 22.04', change: without() }, /No NVIDIA driver is installed.*ubuntu-drivers install/],
    ['none, Debian', { change: without() }, /apt-get install .*nvidia-driver/],
    ['none, Rocky Linux', { release: 'rocky 9.6', change: without() }, /dnf install -y nvidia-open/],
    ['nouveau', { change: without('nouveau') }, /nouveau has the NVIDIA GPU.*blacklist nouveau/],
    [
      'other libraries',
      { change: { nvidia: { userSpace: '550.200.00', gpus: [], smi: { kind: 'failed', failure: 'mismatch', text: '' } } } },
      /different versions.*Reboot the host/,
    ],
    [
      'no OpenGL',
      { release: 'ubuntu 22.04', change: { gl: { libraries: ['libGL.so.1'], eglDevices: undefined } } },
      /OpenGL libraries are missing.*libnvidia-gl-550/,
    ],
    [
      'Secure Boot',
      {
        change: {
          ...without(),
          gpu: { ...without().gpu, nvidia: { gpus: [], moduleOnDisk: '550.163.01', dkms: [] } },
          system: { secureBoot: true },
        },
      },
      /Secure Boot is on.*mokutil/,
    ],
    ['a GPU given away', { change: without('vfio-pci') }, /reserved for a virtual machine/],
    [
      'an AMD GPU without one',
      { change: { ...AMD, gpu: { ...AMD.gpu, pci: [{ pci: '0000:03:00.0', vendor: 'amd', name: 'Navi' }] } } },
      /0000:03:00.0 has no driver/,
    ],
    [
      'a GPU that is lost',
      { change: { nvidia: { gpus: [], moduleLoaded: undefined, smi: { kind: 'failed', failure: 'gpu-lost', text: 'GPU is lost' } } } },
      /GPU is lost/,
    ],
    ['no GPU', { change: { gpu: { pci: [], nvidia: { gpus: [] } } } }, /no GPU in this host/],
  ])('%s: what it is, and the way out in words', (_name, given, why) => {
    const step = stepOf(given);
    expect(saidOf(step)).toMatch(new RegExp(`^cannot: .*${why.source}`));
    expect(step.task.commands).toEqual([]);
    expect(driver.verify(contextOf(given)).every(({ ok }) => ok === false)).toBe(true);
  });

  test('no driver is looked at where the CPU draws', () => {
    expect(driver.steps(contextOf({ wish: { mode: 'software' } }))).toEqual([]);
  });
});

describe('installed on the operator’s own wish', () => {
  test('Ubuntu: what ubuntu-drivers recommends', () => {
    const step = stepOf({ release: 'ubuntu 24.04', wish: install, change: without() });
    expect(linesOf(step)).toEqual([
      expect.stringMatching(/^env .* apt-get .* install ubuntu-drivers-common$/),
      'env DEBIAN_FRONTEND=noninteractive ubuntu-drivers install',
    ]);
  });

  test('Debian: the packages of non-free, with headers of the kernel that runs', () => {
    const given = { wish: install, change: without() };
    expect(linesOf(stepOf(given))).toEqual([
      expect.stringMatching(
        / install linux-headers-6\.1\.0-28-amd64 nvidia-driver nvidia-smi libgl1-nvidia-glvnd-glx libegl-nvidia0 nvidia-egl-icd$/,
      ),
    ]);
    expect(saidOf(stepOf({ ...given, survey: { candidates: new Map() } }))).toMatch(/^cannot: .*contrib non-free non-free-firmware/);
    expect(saidOf(stepOf({ ...given, survey: { candidates: new Map([['nvidia-driver', '535']]) } }))).toMatch(
      /^cannot: .*no linux-headers/,
    );
    expect(saidOf(stepOf({ ...given, change: { ...given.change, system: { secureBoot: true } } }))).toMatch(/^cannot: Secure Boot is on/);
  });

  test('Enterprise Linux: NVIDIA’s repository and a module stream that pins the branch', () => {
    const step = stepOf({ release: 'rocky 9.6', wish: install, change: without() });
    const [file] = step.task.files;
    expect(file?.path).toBe('/etc/yum.repos.d/gearview-cuda-rhel9.repo');
    expect(file?.text).toContain('baseurl=https://developer.download.nvidia.com/compute/cuda/repos/rhel9/x86_64\nenabled=1\ngpgcheck=1\n');
    expect(linesOf(step).slice(-3)).toEqual([
      "dnf -y '--disablerepo=*' --enablerepo=gearview-cuda-rhel9 makecache",
      'dnf -y module enable nvidia-driver:580-open',
      'dnf -y --setopt=install_weak_deps=False install kernel-devel-6.1.0-28-amd64 nvidia-open',
    ]);
    expect(linesOf(step)[0]).toMatch(/ install epel-release$/);
  });

  test('Enterprise Linux: before Turing there is no open module', () => {
    const change = {
      gpu: { ...without().gpu, pci: [{ pci: '0000:07:00.0', vendor: 'nvidia' as const, name: 'GV100GL [Tesla V100 PCIe]' }] },
    };
    expect(linesOf(stepOf({ release: 'rocky 8.10', wish: install, change })).slice(-2)).toEqual([
      'dnf -y module enable nvidia-driver:580-dkms',
      expect.stringMatching(/ cuda-drivers$/),
    ]);
  });

  test.each([
    ['rocky 10.0', /versionlock/],
    ['alinux 3', /Tesla installer/],
    ['alinux 2.1903', /Tesla installer/],
    ['centos 7', /installer \(\.run\)/],
  ])('%s: words', (release, why) => {
    expect(saidOf(stepOf({ release, wish: install, change: without() }))).toMatch(why);
  });

  test('until the reboot its verification says what is missing', () => {
    const given: Given = { wish: install, change: without(), survey: { packages: new Map([['nvidia-driver', '535.261.03-1']]) } };
    expect(saidOf(stepOf(given))).toMatch(/^already: nvidia-driver 535\S+ is installed\. It runs after a reboot/);
    const [verification] = driver.verify(contextOf(given));
    expect(verification).toMatchObject({
      ok: false,
      got: expect.stringMatching(/^nvidia-driver 535\S+ is installed\. It runs after a reboot of the host\. \S/),
    });
    const [left] = driver.verify(contextOf({ ...given, wish: {} }));
    expect(left?.got).not.toMatch(/It runs after a reboot/);
  });

  test('R53: only with the host’s name typed, and with who else is there', () => {
    for (const release of ['ubuntu 22.04', 'debian 12', 'rocky 9.6']) {
      const step = stepOf({ release, wish: install, change: without(), survey: { others: ['anna', 'ben'] } });
      expect(saidOf(step)).toBe('to-do');
      expect(step.confirm).toMatch(/jobs that use the GPU by then die.*rebooted.*anna and ben/);
    }
    expect(stepOf({ change: without() }).confirm).toBeUndefined();
  });

  test.each<readonly [string, Change, RegExp]>([
    ['a program computes', { gpu0: { processes: [{ pid: 77, type: 'C', name: 'python3' }] } }, /in use by python3 \(pid 77\)/],
    ['nobody knows what runs', { gpu0: { processes: undefined } }, /could not be read which programs/],
    ['an Xorg draws', { desktop: { xServers: [xServer({ kind: 'Xorg', display: 0, user: 'gdm' })] } }, /Xorg :0 of gdm/],
    [
      'another user has a desktop',
      { desktop: { xServers: [xServer({ own: false, user: 'anna', display: 3 })] } },
      /the desktop :3 of anna/,
    ],
    ['a container has it', { container: { containers: [container({ name: 'train' })] } }, /the container train/],
    ['it is a vGPU', { gpu0: { name: 'GRID T4-4Q' } }, /virtual one .*never replaced/],
    ['it is licensed', { gpu0: { licence: 'Licensed' } }, /virtual one .*never replaced/],
    ['NVIDIA’s installer made it', { system: { packages: { 'libnvidia-container1': '1.18.0' } } }, /nvidia-uninstall/],
  ])('not while %s', (_name, change, why) => {
    const step = stepOf({ wish: install, change: { ...packaged, ...change } });
    expect(saidOf(step)).toMatch(new RegExp(`^cannot: .*${why.source}`));
    expect(step.task.commands).toEqual([]);
  });

  test('once it is installed it is there, and waits for the reboot', () => {
    const survey = { packages: new Map([['nvidia-driver', '535.261.03-1']]) };
    expect(saidOf(stepOf({ wish: install, change: without('nouveau'), survey }))).toBe(
      'already: nvidia-driver 535.261.03-1 is installed. It runs after a reboot of the host.',
    );
  });

  test('not without repositories, and not for other makers’ GPUs', () => {
    expect(saidOf(stepOf({ wish: { ...install, offline: true }, change: without() }))).toMatch(/^cannot: .*reaches none/);
    expect(saidOf(stepOf({ wish: install, change: AMD }))).toMatch(/^already: The driver amdgpu/);
  });
});

describe('in a container', () => {
  const inside = { system: { virtualisation: 'docker', packages: {} } };
  const missing = { ...inside, nvidia: { gpus: [], smi: { kind: 'failed', failure: 'not-installed', text: '' } } } satisfies Change;

  test('only libraries, and of exactly the version of the module below', () => {
    expect(linesOf(stepOf({ wish: install, change: missing }))).toEqual([
      expect.stringMatching(
        / install 'nvidia-smi=550\.163\.01\*' 'libgl1-nvidia-glvnd-glx=550\.163\.01\*' 'libegl-nvidia0=550\.163\.01\*' 'nvidia-egl-icd=550\.163\.01\*'$/,
      ),
    ]);
    const ubuntu = stepOf({ release: 'ubuntu 22.04', wish: install, change: missing });
    expect(linesOf(ubuntu)[0]).toMatch(/ install 'libnvidia-gl-550=550\.163\.01\*' 'nvidia-utils-550=550\.163\.01\*'$/);
    expect(ubuntu.changes).not.toContain('reboot');
  });

  test('nothing else will do', () => {
    const candidates = new Map([['nvidia-smi', '535.261.03-1']]);
    expect(saidOf(stepOf({ wish: install, change: missing, survey: { candidates } }))).toMatch(
      /^cannot: .*module is 550\.163\.01.*container anew/,
    );
    expect(saidOf(stepOf({ release: 'rocky 9.6', wish: install, change: missing }))).toMatch(/^cannot: This host is a container/);
  });
});
