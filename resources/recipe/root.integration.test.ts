/** Cures that need root: by root in a mount namespace, where this machine's own files cannot be changed, and by users with and without sudo. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canHide } from '../../e2e/support/localHost';
import { patient, planned, rootPatient, SHELLS, states, told } from '../../e2e/support/cureHost';

/** A copy of /etc in place of the real one. */
const OWN_ETC = 'cp -a /etc "$HOME/etc"; mount --bind "$HOME/etc" /etc';
const VENDORS = '/usr/share/glvnd/egl_vendor.d';
/** An empty folder of vendors, and a loader that finds NVIDIA's EGL. */
const NVIDIA = `mkdir -p ${VENDORS}; mount -t tmpfs tmpfs ${VENDORS}; echo "{}" >${VENDORS}/50_mesa.json
printf '%s\\n' '#!/bin/sh' 'echo "	libEGL_nvidia.so.0 (libc6,x86-64) => /usr/lib/libEGL_nvidia.so.0"' >"$HOME/ldconfig"
chmod 755 "$HOME/ldconfig"; mount --bind "$HOME/ldconfig" "$(command -v ldconfig)"`;
/** dpkg with a database of its own, where one package waits to be configured. */
const HALF_INSTALLED = `mkdir -p "$HOME/dpkg/info" "$HOME/dpkg/updates"; cd "$HOME/dpkg"
printf '%s\\n' 'Package: gv-half' 'Status: install ok unpacked' 'Maintainer: x <x@example.com>' 'Architecture: all' 'Version: 1' 'Description: x' '' >status
printf '%s\\n' '#!/bin/sh' 'echo "$DEBIAN_FRONTEND" >"$HOME/configured"' >info/gv-half.postinst; chmod 755 info/gv-half.postinst; : >info/gv-half.list
mount --bind "$HOME/dpkg" /var/lib/dpkg; mount -t tmpfs tmpfs /var/log`;

describe.skipIf(!canHide)(`by root${canHide ? '' : ' (needs root)'}`, () => {
  describe.each(SHELLS)('under %j', (shell) => {
    test('own-home-file gives a folder back with all that is in it, and follows no link', async () => {
      const {
        home,
        shell: run,
        ...on
      } = await rootPatient(
        shell,
        'mkdir -p "$HOME/.vnc/in"; echo x >"$HOME/.vnc/in/file"; echo y >"$HOME/other"; ln -s "$HOME/other" "$HOME/.vnc/link"; chown -hR 65534:65534 "$HOME/.vnc" "$HOME/other"',
      );
      expect(told(await planned(on, [home], 'own-home-file', '~/.vnc'))).toEqual([`to-do chown -R -h 0:0 ${home}/.vnc`]);
      expect(states(await on.run('own-home-file', '~/.vnc'))).toEqual(['done']);
      expect(await run('cd; stat -c "%u %n" .vnc .vnc/in .vnc/in/file .vnc/link other')).toBe(
        '0 .vnc\n0 .vnc/in\n0 .vnc/in/file\n0 .vnc/link\n65534 other\n',
      );
      expect(states(await on.run('own-home-file', '~/.vnc'))).toEqual(['already']);
    });

    test('own-home-file refuses a link that was planted since the plan, a hard link to a foreign file, and a mount', async () => {
      const { shell: run, ...on } = await rootPatient(
        shell,
        'cd; mkdir .vnc .cache .local; echo x >secret; chown 65534 secret .vnc; ln secret .cache/linked; mount -t tmpfs -o uid=65534 tmpfs .local',
      );
      expect(states(await on.plan('own-home-file', '~/.vnc'))).toEqual(['to-do']);
      await run('cd; rmdir .vnc; ln -s secret .vnc');
      expect(told(await on.run('own-home-file', '~/.vnc'))[0]).toMatch(
        /^cannot: \S+\.vnc is a symbolic link; change the owner of its target/,
      );
      expect(told(await on.plan('own-home-file', '~/.cache'))[0]).toMatch(/^cannot: A foreign file below \S+ has another name elsewhere/);
      expect(told(await on.plan('own-home-file', '~/.local'))[0]).toMatch(/^cannot: Another file system is mounted/);
      expect(told(await on.plan('own-home-file', '~/.ssh'))[0]).toMatch(/^cannot: \S+ does not exist/);
      expect(await run('cd; stat -c %u secret')).toBe('65534\n');
    });

    test('join-group adds the account, once', async () => {
      const { shell: run, ...on } = await rootPatient(shell, `${OWN_ETC}; groupadd -f vglusers; gpasswd -d root video || :`);
      const before = await run('cksum /etc/group');
      const plan = await on.plan('join-group', 'video');
      expect(await run('cksum /etc/group')).toBe(before);
      expect(told(plan)).toEqual(['to-do usermod -aG video root']);
      expect(plan.steps[0]).toMatchObject({ root: true, title: 'Add root to the group video (counts from the next login on)' });
      expect(states(await on.run('join-group', 'video'))).toEqual(['done']);
      expect(await run('id -nG root')).toMatch(/\bvideo\b/);
      expect(states(await on.run('join-group', 'video'))).toEqual(['already']);
      await run('groupdel vglusers');
      expect(told(await on.plan('join-group', 'vglusers'))).toEqual(['cannot: This host has no group vglusers.']);
    });

    test('link-egl-vendor names NVIDIA’s EGL to glvnd, for everybody to read', async () => {
      const { shell: run, ...on } = await rootPatient(shell, NVIDIA);
      expect(states(await on.plan('link-egl-vendor'))).toEqual(['already', 'to-do']);
      expect(await run(`ls ${VENDORS}`)).toBe('50_mesa.json\n');
      expect(states(await on.run('link-egl-vendor'))).toEqual(['already', 'done']);
      expect(await run(`cd ${VENDORS}; stat -c %a 10_nvidia.json; cat 10_nvidia.json`)).toBe(
        '644\n{"file_format_version": "1.0.0", "ICD": {"library_path": "libEGL_nvidia.so.0"}}\n',
      );
      expect(states(await on.run('link-egl-vendor'))).toEqual(['already', 'already']);
      await run(`echo "{}" >${VENDORS}/10_nvidia.json`);
      expect(told(await on.run('link-egl-vendor'))[1]).toBe(`cannot: ${VENDORS}/10_nvidia.json exists, and names another library.`);
    });

    test('configure-packages finishes what is half installed, and asks nobody', async () => {
      const { home, shell: run, ...on } = await rootPatient(shell, HALF_INSTALLED);
      expect(told(await planned(on, [home], 'configure-packages'))).toEqual([
        'to-do env DEBIAN_FRONTEND=noninteractive dpkg --force-confold --configure -a',
      ]);
      expect(states(await on.run('configure-packages'))).toEqual(['done']);
      expect(readFileSync(join(home, 'configured'), 'utf8')).toBe('noninteractive\n');
      expect(await run("dpkg-query -W -f '${Status}' gv-half")).toBe('install ok installed');
      expect(states(await on.run('configure-packages'))).toEqual(['already']);
      await run("sed -i 's/ok installed/reinstreq half-installed/' /var/lib/dpkg/status");
      expect(told(await on.run('configure-packages'))).toEqual(['cannot: These packages have to be installed again: gv-half']);
    });

    test('comment-start-up-line edits a file of the system as root', async () => {
      const { shell: run, ...on } = await rootPatient(
        shell,
        `${OWN_ETC}; printf '%s\\n' 'A=1' 'TVNC_VGLRUN=x' >/etc/profile.d/gv.sh; printf 'TVNC_VGLRUN=x\\n' >/etc/environment; ln -s profile.d /etc/linked.d`,
      );
      expect(states(await on.plan('comment-start-up-line', '/etc/profile.d/gv.sh:2'))).toEqual(['to-do', 'to-do']);
      expect((await on.run('comment-start-up-line', '/etc/profile.d/gv.sh:2')).steps).toMatchObject([
        { root: true, state: { kind: 'done' } },
        { root: true, state: { kind: 'done' } },
      ]);
      expect(await run('cat /etc/profile.d/gv.sh; ls /etc/profile.d/gv.*')).toBe(
        'A=1\n: # gearview: TVNC_VGLRUN=x\n/etc/profile.d/gv.sh\n/etc/profile.d/gv.sh.gearview-backup\n',
      );
      await on.plan('comment-start-up-line', '/etc/environment:1');
      await on.run('comment-start-up-line', '/etc/environment:1');
      expect(await run('cat /etc/environment')).toBe('# gearview: TVNC_VGLRUN=x\n');
      await expect(on.plan('comment-start-up-line', '/etc/linked.d/gv.sh:2')).rejects.toMatchObject({ code: 'bad-input' });
    });
  });
});

/** sudo in this host's namespace only; a shell of root's by its mode carries out what it lets pass. */
const sudo = (body: string): string =>
  `mount -t tmpfs -o mode=755 tmpfs "$HOME/.bin"; cp /bin/bash "$HOME/.bin/root"; chmod 4755 "$HOME/.bin/root"
printf '%s\\n' "#!$HOME/.bin/root -p" 'echo "$*" >>"$HOME/sudo-log"' '${body}' >"$HOME/.bin/sudo"; chmod 755 "$HOME/.bin/sudo"
mkdir "$HOME/.vnc"; echo x >"$HOME/.vnc/passwd"; chmod 700 "$HOME/.vnc"`;
const ANYTHING = [join(import.meta.dirname, '../test/bin/nvidia-smi')];

describe.skipIf(!canHide)(`by a user${canHide ? '' : ' (needs root)'}`, () => {
  test.each(SHELLS)('under %j sudo is called once, for the run', async (shell) => {
    const { host, ...on } = await patient({ shell, standIns: ANYTHING, prepare: sudo('[ "$1 $2" = "-n --" ] && shift 2 && exec "$@"') });
    const command = `chown -R -h ${host.uid}:${(await host.run('id -g')).trim()} ${host.home}/.vnc`;
    const plan = await planned(on, [join(host.home, '.vnc')], 'own-home-file', '~/.vnc');
    expect(plan.steps).toMatchObject([{ command, root: true, state: { kind: 'to-do' } }]);
    expect(existsSync(join(host.home, 'sudo-log'))).toBe(false);
    expect(states(await on.run('own-home-file', '~/.vnc'))).toEqual(['done']);
    expect(readFileSync(join(host.home, 'sudo-log'), 'utf8')).toBe(`-n -- timeout -k 2 60 ${command}\n`);
    expect(await host.run('cat .vnc/passwd')).toBe('x\n');
    expect(states(await on.run('own-home-file', '~/.vnc'))).toEqual(['already']);
  });

  test.each([
    'sudo: a password is required',
    'Sorry, user gv is not allowed to execute "/usr/bin/chown" as root on box.',
    'gv is not in the sudoers file.',
  ])('a refusal is no failure of the command: %s', async (refusal) => {
    const { host, ...on } = await patient({
      standIns: ANYTHING,
      prepare: sudo(`echo ${JSON.stringify(refusal).replaceAll('\\"', '')} >&2; exit 1`),
    });
    await on.plan('own-home-file', '~/.vnc');
    expect(told(await on.run('own-home-file', '~/.vnc'))).toEqual([
      'cannot: It needs root, and sudo asks for a password or refuses: run it yourself, or log in as root.',
    ]);
    expect(await host.run('stat -c %u .vnc')).toBe('0\n');
  });

  test('without sudo the plan says so', async () => {
    const { plan } = await patient({ hidden: ['/usr/bin/sudo', '/usr/local/bin/sudo'], prepare: `${OWN_ETC}; groupadd -f video` });
    expect(told(await plan('join-group', 'video'))).toEqual([
      'cannot: It needs root, and sudo is not installed: run it yourself as root, or log in as root.',
    ]);
  });
});
