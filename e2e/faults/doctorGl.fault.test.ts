/** Faults between a program and the GPU, planted in a box: VirtualGL, glvnd, what draws in a desktop, and Xorg on the GPU. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { createChecks } from '../../electron/check/checks';
import type { Check } from '../../electron/contract/check';
import { createSessions } from '../../electron/session/sessions';
import { logInToBox, type BoxLogin } from '../support/boxLogin';
import { found, type Planted } from '../support/clinic';
import { plantOnGpuHost } from '../support/gpuClinic';
import { GPU_PROGRAMS, gpuHost, type GpuHost } from '../support/gpuHost';
import { loadScript } from '../support/laptop';
import { whyNoBoxes } from '../support/release';
import { openTable } from '../support/table';
import { shellProgram } from '../support/virtualgl';
import { failXorg, runXorg, XORG_READY } from '../support/xorg';

const table = openTable('doctor');
const why = whyNoBoxes();
const LLVMPIPE = 'llvmpipe (LLVM 15.0.6, 256 bits)';
const A10 = 'NVIDIA A10/PCIe/SSE2';

let host: BoxLogin;
const root = (line: string): Promise<string> => host.box.asRoot(line);
const user = (line: string): Promise<string> => host.box.asUser(line);
const planted = (fault: GpuHost, what: Omit<Planted, 'on'>): Promise<Planted> => plantOnGpuHost(host, fault, what);

/** Planted beforehand; `mend` takes it back. */
const mended = (what: Omit<Planted, 'on'>, mend: () => Promise<string>): Planted => ({
  ...what,
  on: host.connection,
  mend: () => mend().then(() => host.connection),
});

/** What VirtualGL said, as recorded; a desktop's programs write to ~/.xsession-errors. */
async function virtualglSaid(recording: string): Promise<void> {
  const text = readFileSync(join(import.meta.dirname, '../../electron/probe/recorded/turbovnc', recording), 'utf8');
  const said = text.split('\n').filter((line) => line.startsWith('[VGL]'));
  await user(`cat >~/.xsession-errors <<'END'\n${said.join('\n')}\nEND`);
}
const forget = (): Promise<string> => user('rm -f ~/.xsession-errors');

describe.skipIf(why !== undefined)(`the way to the GPU${why === undefined ? '' : ` (did not run: ${why})`}`, () => {
  beforeAll(async () => {
    host = await logInToBox({ release: 'bookworm', programs: GPU_PROGRAMS, prepare: `${gpuHost()}\n${XORG_READY}` });
  });
  afterAll(() => host.end());

  test('VirtualGL and its devices', async () => {
    await found(table, await planted({ renderers: [] }, { case: 'VirtualGL not installed', id: 'D67' }));
    await found(table, await planted({ inLoaderPath: false }, { case: 'VirtualGL outside the loader’s path', id: 'D48' }));
    await found(table, await planted({ renderers: [LLVMPIPE, A10] }, { case: 'llvmpipe is egl0, the GPU egl1', id: 'D54' }));
    await found(table, await planted({ renderers: [LLVMPIPE] }, { case: 'VirtualGL finds llvmpipe only', id: 'D02' }));
    await found(table, await planted({ vendorFile: false }, { case: 'no vendor file of NVIDIA for EGL', id: 'D07', cured: true }));
    await root(`mkdir -p /usr/share/vulkan/icd.d
      echo '{"file_format_version":"1.0.0","ICD":{"library_path":"libvulkan_lvp.so"}}' >/usr/share/vulkan/icd.d/lvp_icd.json`);
    await found(
      table,
      await planted(
        { libraries: ['libEGL_nvidia.so.0', 'libGLX_nvidia.so.0', 'libvulkan.so.1'] },
        { case: 'Vulkan knows Mesa only', id: 'D34' },
      ),
    );
    await root('rm -r /usr/share/vulkan');
  });

  test('a browser, and a VirtualGL that it does not work with', async () => {
    await root(`${gpuHost()}
      sed -i 's/v3\\.1\\.4/v3.1.1/' /opt/VirtualGL/bin/vglrun
      mkdir -p /tmp/chrome/DEBIAN
      printf '%s\\n' 'Package: google-chrome-stable' 'Version: 130.0' 'Architecture: all' 'Maintainer: nobody' 'Description: none' >/tmp/chrome/DEBIAN/control
      dpkg-deb --build /tmp/chrome /tmp/chrome.deb; dpkg --install /tmp/chrome.deb`);
    await found(
      table,
      mended({ case: 'Chrome beside VirtualGL 3.1.1', id: 'D35' }, () => root(gpuHost())),
    );
    await root('dpkg --purge google-chrome-stable');
  });

  test('the CPU draws in desktops, though there is a GPU', async () => {
    await root(gpuHost({ renderers: [A10, LLVMPIPE] }));
    const connection = () => Promise.resolve(host.connection);
    const sessions = createSessions({ connection, load: loadScript, now: Date.now });
    const checks = createChecks({ connection, load: loadScript, session: sessions.known, now: Date.now });
    const checked = async (vglDevice: string): Promise<Check> => {
      const session = await sessions.start({ hostId: '0123456789ab', geometry: { width: 800, height: 600 }, depth: 24, vglDevice });
      const { id } = await checks.run({ sessionId: session.id, seconds: 60 });
      const latest = () => checks.list().find((each) => each.id === id);
      await vi.waitUntil(() => latest()?.verdict, { timeout: 20_000, interval: 20 });
      checks.cancel(id);
      const ended = await vi.waitUntil(() => [latest()].find((each) => each?.phase.kind === 'cancelled'), {
        timeout: 20_000,
        interval: 20,
      });
      await sessions.stop(session.id);
      return ended;
    };
    const without = await checked('none');
    await found(table, { case: 'a desktop without vglrun', id: 'D01', on: host.connection, circumstances: { checks: [without] } });
    const wrong = await checked('egl1');
    await found(table, { case: 'a desktop under vglrun on llvmpipe', id: 'D02', on: host.connection, circumstances: { checks: [wrong] } });
  });

  test('what VirtualGL said when a desktop ended', async () => {
    await root(gpuHost());
    await virtualglSaid('start_vgl__egl_device_invalid.txt');
    await found(table, mended({ case: 'vglrun with an EGL device that is not there', id: 'D05' }, forget));
    await user(
      `printf '%s\\n' '[VGL] ERROR: in sendGLXError--' '[VGL]    138: The EGL back end requires a 2D X server with a GLX extension.' >~/.xsession-errors`,
    );
    await found(table, mended({ case: 'vglrun in an X server without GLX', id: 'D79' }, forget));
    await virtualglSaid('start_vgl__GLX_backend_3D_X_server_gone.txt');
    await found(table, mended({ case: 'vglrun without a 3D X server', id: 'D03', says: 'No 3D X server runs' }, forget));
    await virtualglSaid('start_vgl__GLX_backend_3D_X_server_gone.txt');
    // A process by that name, and what the real one says of its version.
    await root(`${shellProgram('/usr/local/bin/gdm3', ["echo 'GDM 49.1'"])}
      cp /bin/sleep /usr/local/sbin/gdm3; setsid /usr/local/sbin/gdm3 1000 >/dev/null 2>&1 </dev/null & echo $! >/run/gdm3.pid`);
    await found(
      table,
      mended({ case: 'GDM 49, which has no Xorg at :0', id: 'D04' }, () => root('kill "$(cat /run/gdm3.pid)"; rm /usr/local/bin/gdm3')),
    );
    await forget();
    await user('echo export VGL_DISPLAY=:7 >~/.xsessionrc');
    await found(
      table,
      mended({ case: 'VGL_DISPLAY names a display where nothing runs', id: 'D03', subject: '~/.xsessionrc:1' }, () =>
        user('rm ~/.xsessionrc'),
      ),
    );
  });

  test('a 3D X server whose key is kept for vglusers', async () => {
    await root(`${runXorg(270)}
      groupadd -f vglusers; mkdir -p /etc/opt/VirtualGL; touch /etc/opt/VirtualGL/vgl_xauth_key
      chgrp -R vglusers /etc/opt/VirtualGL; chmod 750 /etc/opt/VirtualGL; chmod 640 /etc/opt/VirtualGL/vgl_xauth_key`);
    await user(
      `printf '%s\\n' 'Authorization required, but no authorization protocol specified' '[VGL] ERROR: Could not open display :270.' >~/.xsession-errors`,
    );
    await found(table, {
      case: 'this login may not use the 3D X server',
      id: 'D03',
      says: 'kept for the group',
      on: host.connection,
      cured: true,
    });
    await root('gpasswd -d op vglusers; rm -r /etc/opt/VirtualGL; kill $(cat /tmp/.X270-lock)');
    await forget();
  });

  test('Xorg on the GPU', async () => {
    await user(`${runXorg(271, { nodes: ['/dev/nvidia0'] })}\n${runXorg(272, { nodes: ['/dev/nvidia0'] })}`);
    await found(
      table,
      mended({ case: 'two Xorg on one GPU', id: 'D31', subject: ':271 :272' }, () =>
        user('kill $(cat /tmp/.X272-lock); while [ -e /tmp/.X272-lock ]; do sleep 0.05; done'),
      ),
    );
    await user(`kill $(cat /tmp/.X271-lock); while [ -e /tmp/.X271-lock ]; do sleep 0.05; done
      ${runXorg(271, { options: '-tst' })}
      x11vnc -display :271 -forever -localhost -rfbport 0 -unixsock ~/rfb -bg -o ~/x11vnc.log >/dev/null 2>&1 </dev/null`);
    await found(
      table,
      mended({ case: 'Xorg without XTEST behind x11vnc', id: 'D50', subject: ':271' }, () =>
        user('kill $(cat /tmp/.X271-lock); while [ -e /tmp/.X271-lock ]; do sleep 0.05; done'),
      ),
    );
    await user(failXorg(273));
    await found(
      table,
      mended({ case: 'Xorg without NVIDIA’s driver for X', id: 'D30', says: 'nvidia_drv.so' }, () => user('rm -r ~/.local/share/xorg')),
    );
    await root(`mv /usr/lib/xorg /usr/lib/xorg.away; mv /usr/bin/Xorg /usr/bin/Xorg.away; mv /etc/os-release /etc/os-release.away
      printf '%s\\n' 'NAME="Rocky Linux"' 'ID="rocky"' 'ID_LIKE="rhel centos fedora"' 'VERSION_ID="10.0"' 'PRETTY_NAME="Rocky Linux 10.0 (Red Quartz)"' >/etc/os-release`);
    await found(
      table,
      mended({ case: 'Enterprise Linux 10', id: 'D74' }, () =>
        root('for each in /usr/lib/xorg /usr/bin/Xorg /etc/os-release; do mv $each.away $each; done'),
      ),
    );
  });
});
