// The exact text of what runs, per distribution. Only Debian was tried on a real system.
import { describe, expect, test } from 'vitest';
import { bareHost, fileOf, KNOWN_RELEASES, linesByStep, planOf, surveyOf, wishOf } from './fixtures';
import { questionsOf } from './setUpPlan';
import { VIRTUALGL_KEY } from './virtualglKey';

const APT =
  'env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold --no-install-recommends --no-remove';
const DNF = 'dnf -y --setopt=install_weak_deps=False';
const YUM = 'yum -y';

const both = { benchmarks: true };
const linesOf = (release: string, own: Parameters<typeof wishOf>[0] = both) => linesByStep(planOf(bareHost(release), wishOf(own)));
const filesOf = (release: string, own: Parameters<typeof wishOf>[0] = both) =>
  Object.fromEntries(planOf(bareHost(release), wishOf(own)).plan.steps.flatMap(({ files }) => files.map(({ path, text }) => [path, text])));

describe('Debian and Ubuntu', () => {
  const names = KNOWN_RELEASES.filter((release) => /^(debian|ubuntu)/.test(release));

  test.each(names)('%s', (release) => {
    const old = /20|22/.test(release);
    expect(linesOf(release)).toMatchObject({
      'package-lists': ['apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=1 -o Acquire::http::Timeout=15 update'],
      fetching: [`${APT} install curl ca-certificates`],
      base: [`${APT} install x11-utils xauth perl dbus-x11 procps`],
      virtualgl: [`${APT} install virtualgl`],
      turbovnc: [`${APT} install turbovnc`],
      desktop: [`${APT} install xfce4 xfce4-terminal dbus-x11 at-spi2-core`],
      glxgears: [`${APT} install mesa-utils`],
      benchmarks: [`${APT} install ${old ? 'glmark2' : 'glmark2-x11'} vulkan-tools`],
    });
    expect(linesOf(release, { xProxy: 'tigervnc', desktop: 'openbox', mode: 'software' })).toMatchObject({
      tigervnc: [`${APT} install tigervnc-standalone-server`],
      desktop: [`${APT} install openbox xterm`],
    });
  });

  test('the repository of VirtualGL, its key and its lists', () => {
    expect(linesOf('debian 12')['virtualgl-repository']).toEqual([
      'install -d -m 0755 /etc/apt/keyrings',
      'curl -fsSL --proto =https --max-time 60 -o /etc/apt/keyrings/gearview-virtualgl.asc https://packagecloud.io/dcommander/virtualgl/gpgkey',
      'chmod 0644 /etc/apt/keyrings/gearview-virtualgl.asc',
      'apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=1 -o Acquire::http::Timeout=15 -o Dir::Etc::sourcelist=/etc/apt/sources.list.d/gearview-virtualgl.list -o Dir::Etc::sourceparts=- -o APT::Get::List-Cleanup=0 -o APT::Update::Error-Mode=any update',
    ]);
    expect(filesOf('debian 12')['/etc/apt/sources.list.d/gearview-virtualgl.list']).toBe(
      'deb [signed-by=/etc/apt/keyrings/gearview-virtualgl.asc] https://packagecloud.io/dcommander/virtualgl/any/ any main\n',
    );
  });

  test('a mirror of the distribution, and one of the repositories', () => {
    const mirror = { system: 'https://mirror.example.com/ubuntu/', software: 'https://mirror.example.com/pc' };
    const files = filesOf('ubuntu 22.04', { mirror });
    expect(files['/etc/apt/sources.list.d/gearview-system.list']).toBe(
      'deb [signed-by=/usr/share/keyrings/ubuntu-archive-keyring.gpg] https://mirror.example.com/ubuntu jammy main universe\n',
    );
    expect(files['/etc/apt/sources.list.d/gearview-turbovnc.list']).toContain(' https://mirror.example.com/pc/turbovnc/any/ any main');
    expect(linesOf('ubuntu 22.04', { mirror })['package-lists']).toEqual(linesOf('ubuntu 22.04', { mirror })['system-mirror']);
  });

  describe('half installed packages', () => {
    const facts = bareHost('debian 12');
    const broken = { ...facts, system: { ...facts.system, brokenPackages: ['xterm', 'libxaw7'] } };
    const APT =
      'env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold';

    test('come first, but for the lists that they may need', () => {
      const { plan } = planOf(broken, wishOf());
      expect(plan.steps.map(({ id }) => id).slice(0, 2)).toEqual(['package-lists', 'repair']);
      expect(plan.steps[1]).toMatchObject({
        commands: [
          "env DEBIAN_FRONTEND=noninteractive sh -c 'dpkg --force-confold --configure -a || [ $? = 1 ]'",
          `${APT} --no-install-recommends --no-remove --fix-broken install`,
        ],
        state: { kind: 'to-do' },
      });
    });

    test('come from package files without repositories', () => {
      const files = [fileOf('xterm', { depends: [['libxaw7']] }), fileOf('libxaw7'), fileOf('unrelated')];
      const wish = wishOf({ offline: true });
      const { plan } = planOf(broken, wish, surveyOf({}), files);
      // What is there already does not travel.
      expect(questionsOf(broken, wish, files).packages).toEqual(expect.arrayContaining(['xterm', 'libxaw7']));
      expect(plan.steps[0]).toMatchObject({ id: 'repair', uploads: files.slice(0, 2).map(({ sha256 }) => sha256) });
      expect(plan.steps[0]?.commands[1]).toMatch(
        /-o Dir::Etc::sourcelist=\/dev\/null -o Dir::Etc::sourceparts=- --fix-broken --reinstall install \/home\/op\/.gearview\/packages\/\w+\/xterm\S+ \S+libxaw7\S+$/,
      );
    });
  });

  test('package files, with what they need among the files and without what is installed', () => {
    const files = [
      fileOf('virtualgl', { depends: [['libegl1'], ['libglu1-mesa', 'libglu1'], ['libxv1']] }),
      fileOf('libegl1'),
      fileOf('libxv1'),
      fileOf('unrelated'),
    ];
    const survey = surveyOf({ packages: new Map([['libxv1', '2']]) });
    const step = planOf(bareHost('debian 12'), wishOf({ offline: true }), survey, files).plan.steps.find(({ id }) => id === 'virtualgl');
    const [virtualgl, libegl1] = files.map(({ sha256 }) => sha256);
    const folder = '/home/op/.gearview/packages';
    expect(step).toMatchObject({
      uploads: [virtualgl, libegl1],
      commands: [
        `${APT} -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=- install ${folder}/${virtualgl}/virtualgl_3.1.4_amd64.deb ${folder}/${libegl1}/libegl1_3.1.4_amd64.deb`,
      ],
      warning: 'libglu1-mesa is needed too, and neither among the package files nor installed under that name.',
    });
    expect(step).not.toHaveProperty('download');
    expect(linesByStep(planOf(bareHost('debian 12'), wishOf(), survey, files))).not.toHaveProperty('virtualgl-repository');
  });
});

describe('RHEL and its kin', () => {
  test.each(['rhel 8.10', 'almalinux 8.10', 'rocky 8.10'])('%s', (release) => {
    expect(linesOf(release)).toMatchObject({
      'package-lists': ['dnf -y makecache'],
      base: [`${DNF} install xorg-x11-utils xorg-x11-xauth perl-interpreter dbus-x11 procps-ng`],
      virtualgl: [`${DNF} install VirtualGL`],
      turbovnc: [`${DNF} install turbovnc`],
      desktop: [`${DNF} install xfce4-session xfwm4 xfce4-panel xfdesktop xfce4-settings xfce4-terminal dbus-x11`],
      glxgears: [`${DNF} install glx-utils`],
      benchmarks: [`${DNF} install vulkan-tools glmark2`],
    });
    expect(linesOf(release, { mode: 'software', xProxy: 'tigervnc' })['tigervnc']).toEqual([`${DNF} install tigervnc-server`]);
  });

  test.each(['rocky 9.6', 'almalinux 9.6', 'rhel 9.6', 'centos 9', 'ol 9.4'])('%s', (release) => {
    expect(linesOf(release)).toMatchObject({
      base: [`${DNF} install /usr/bin/xprop /usr/bin/xwininfo /usr/bin/xauth perl-interpreter /usr/bin/dbus-launch procps-ng`],
      virtualgl: [`${DNF} install VirtualGL`],
      glxgears: [`${DNF} install glx-utils`],
    });
  });

  test('version 10 finds by their programs what its packages are not known by', () => {
    expect(linesOf('almalinux 10.0')).toMatchObject({
      glxgears: [`${DNF} install /usr/bin/glxgears`],
      benchmarks: [`${DNF} install vulkan-tools`],
    });
  });

  test('EPEL, and what its packages rest on', () => {
    expect(linesOf('rocky 9.6')['epel']).toEqual([`${DNF} install epel-release`, '/usr/bin/crb enable']);
    expect(linesOf('rhel 9.6')['epel']).toEqual([
      `${DNF} install https://dl.fedoraproject.org/pub/epel/epel-release-latest-9.noarch.rpm`,
      '/usr/bin/crb enable',
    ]);
    expect(linesOf('ol 9.4')['epel']).toEqual([`${DNF} install oracle-epel-release-el9`]);
    expect(linesOf('rocky 9.6', { desktop: 'mate' })).not.toHaveProperty('epel');
  });

  test('the repositories of VirtualGL and TurboVNC with the key that the app brings', () => {
    const files = filesOf('rocky 9.6');
    expect(files['/etc/yum.repos.d/gearview-virtualgl.repo']?.split('\n')).toEqual([
      '[gearview-virtualgl]',
      'name=gearview-virtualgl',
      'baseurl=https://packagecloud.io/dcommander/virtualgl/rpm_any/rpm_any/$basearch',
      'enabled=1',
      'gpgcheck=1',
      'gpgkey=file:///etc/pki/rpm-gpg/gearview-VirtualGL.asc',
      'sslverify=1',
      '',
    ]);
    expect(files['/etc/pki/rpm-gpg/gearview-VirtualGL.asc']).toBe(VIRTUALGL_KEY);
    expect(files['/etc/pki/rpm-gpg/gearview-TurboVNC.asc']).toBe(VIRTUALGL_KEY);
    expect(linesOf('rocky 9.6')['virtualgl-repository']).toEqual(["dnf -y '--disablerepo=*' --enablerepo=gearview-virtualgl makecache"]);
  });

  test('a mirror has the distribution’s own layout and key', () => {
    const mirror = { system: 'http://10.0.0.1/rocky' };
    expect(filesOf('rocky 9.6', { mirror })['/etc/yum.repos.d/gearview-system.repo']).toContain(
      'baseurl=http://10.0.0.1/rocky/9/BaseOS/$basearch/os/\nenabled=1\ngpgcheck=1\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-Rocky-9\n',
    );
    expect(linesOf('rocky 9.6', { mirror })['system-mirror']).toEqual([
      "dnf -y '--disablerepo=*' '--enablerepo=gearview-system-*' makecache",
    ]);
    expect(planOf(bareHost('rhel 9.6'), wishOf({ mirror })).plan.steps[0]?.state.kind).toBe('cannot');
  });

  test('package files without any repository', () => {
    const files = [fileOf('VirtualGL', { format: 'rpm', architecture: 'x86_64', fileName: 'VirtualGL-3.1.4.x86_64.rpm' })];
    const { sha256 } = files[0] ?? {};
    expect(linesByStep(planOf(bareHost('rocky 9.6'), wishOf({ offline: true }), surveyOf(), files))['virtualgl']).toEqual([
      `${DNF} '--disablerepo=*' install /home/op/.gearview/packages/${sha256}/VirtualGL-3.1.4.x86_64.rpm`,
    ]);
  });
});

describe('Alibaba Cloud Linux and CentOS 7', () => {
  test.each([
    ['alinux 3', DNF, 'perl-interpreter', 'epel-aliyuncs-release'],
    ['alinux 2.1903', YUM, 'perl', 'epel-release'],
    ['centos 7', YUM, 'perl', 'epel-release'],
  ])('%s', (release, install, perl, epel) => {
    expect(linesOf(release, { mode: 'software', xProxy: 'tigervnc' })).toMatchObject({
      epel: [`${install} install ${epel}`],
      base: [`${install} install xorg-x11-utils xorg-x11-xauth ${perl} dbus-x11 procps-ng`],
      tigervnc: [`${install} install tigervnc-server`],
      glxgears: [`${install} install glx-utils`],
    });
  });
});
