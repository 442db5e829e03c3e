/** Faults of desktops and of what they leave behind, planted with real X proxies on this machine, found by the doctor, and cured. */
import { afterEach, beforeEach, describe, test } from 'vitest';
import { createSessions } from '../../electron/session/sessions';
import { commandsOf, found } from '../support/clinic';
import { canHide, loadResource, startLocalHost, type LocalHost } from '../support/localHost';
import { ended, inside, killed, managed, nextDisplay, noted, startDesktop, startProxy } from '../support/plantedProxy';
import { freePort } from '../support/sshGreeting';
import { openTable } from '../support/table';

const table = openTable('doctor');
const HERE = '$(uname -n)';

let host: LocalHost;
beforeEach(async () => {
  host = await startLocalHost({ user: 'gv-doctor', hidden: ['/opt/TurboVNC', '/opt/VirtualGL'] });
});
afterEach(() => host.stop());

describe.skipIf(!canHide)(`desktops${canHide ? '' : ' (did not run: needs root and mount namespaces)'}`, () => {
  test('an X server that was killed leaves its lock and socket', async () => {
    const proxy = await startProxy(host);
    await killed(host, proxy);
    await found(table, { case: 'stale lock and socket', id: 'D18', subject: `:${proxy.display}`, on: host, cured: true });
  });

  test('a pid file under the name that the host had before', async () => {
    const proxy = await startProxy(host);
    await managed(host, proxy);
    await noted(host, proxy, 'old-name');
    await found(table, {
      case: 'orphan X proxy, pid file of another host name',
      id: 'D19',
      subject: `:${proxy.display}`,
      on: host,
      cured: true,
    });
  });

  test('a desktop without a pid file', async () => {
    const proxy = await startProxy(host);
    await managed(host, proxy);
    await found(table, { case: 'orphan X proxy, pid file lost', id: 'D19', subject: `:${proxy.display}`, on: host, cured: true });
  });

  test('a start at the same moment put its own pid into the pid file', async () => {
    const desktop = await startDesktop(host);
    const { display } = desktop;
    await host.run(`Xtigervnc :${display} -SecurityTypes None >/dev/null 2>&1 & echo $! >~/.vnc/${HERE}:${display}.pid; wait`);
    await found(table, {
      case: 'pid file of a parallel start',
      id: 'D43',
      subject: `:${display}`,
      on: host,
      async mend() {
        const sessions = createSessions({ connection: async () => host, load: loadResource, now: Date.now });
        const { sessions: listed } = await sessions.list('0123456789ab');
        await sessions.stop(listed.find((each) => each.display === display)?.id ?? '');
        return host;
      },
    });
  });

  test('a pid file that names an unrelated process', async () => {
    await host.run(`mkdir -p ~/.vnc; setsid sleep infinity >/dev/null 2>&1 </dev/null & echo $! >~/.vnc/${HERE}:77.pid`);
    await found(table, { case: 'pid file of an unrelated process', id: 'D44', on: host, cured: true });
  });

  test('a pid file of an X proxy that was killed', async () => {
    const desktop = await startDesktop(host);
    await killed(host, desktop);
    await found(table, { case: 'pid file of a dead X proxy', id: 'D20', on: host, cured: true });
  });

  test('an X proxy that nobody collects after its end', async () => {
    const proxy = await startProxy(host, { orphaned: true });
    await host.run(`kill ${proxy.pid}; until grep -q '^State:.Z' /proc/${proxy.pid}/status; do sleep 0.02; done`);
    await found(table, { case: 'zombie X proxy', id: 'D45', subject: `${proxy.pid}`, on: host });
  });

  test('an X proxy that is stopped', async () => {
    const { pid, display } = await startDesktop(host);
    await host.run(`kill -STOP ${pid}`);
    await found(table, { case: 'X proxy stopped', id: 'D80', subject: `:${display}`, on: host, cured: true });
  });

  test('a desktop whose window manager never came', async () => {
    const proxy = await startProxy(host);
    await noted(host, proxy);
    await found(table, {
      case: 'no window manager in a desktop',
      id: 'D13',
      subject: `:${proxy.display}`,
      on: host,
      async mend() {
        await managed(host, proxy);
        return host;
      },
    });
  });

  test('an xstartup that starts nothing', async () => {
    await host.run(`mkdir ~/.vnc; printf '%s\\n' '#!/bin/sh' '# startxfce4 &' >~/.vnc/xstartup; chmod +x ~/.vnc/xstartup`);
    await found(table, { case: 'xstartup that starts nothing', id: 'D13', on: host, cured: true });
  });

  test('a desktop that exits at once', async () => {
    const n = nextDisplay();
    await host.run(`tigervncserver :${n} -rfbport -1 -rfbunixpath ~/rfb -SecurityTypes None -- /bin/true >/dev/null 2>&1`);
    await found(table, {
      case: 'session killed at once',
      id: 'D14',
      subject: `:${n}`,
      on: host,
      async mend() {
        await managed(host, await startProxy(host, { display: n }));
        return host;
      },
    });
  });

  test('an X proxy that listens on TCP without a password', async () => {
    const { display } = await startDesktop(host, `-rfbport ${await freePort()} -localhost=0 -SecurityTypes None`);
    await found(table, { case: 'X proxy open on the network', id: 'D53', subject: `:${display}`, on: host, cured: true });
  });

  test('a desktop that asks for a kind of login that no browser has', async () => {
    const desktop = await startDesktop(host, '-rfbport -1 -rfbunixpath ~/rfb.$n -SecurityTypes TLSVnc,X509Vnc');
    const { display } = desktop;
    await found(table, {
      case: 'only security types with TLS',
      id: 'D23',
      subject: `:${display}`,
      on: host,
      async mend() {
        await ended(host, desktop);
        await startProxy(host, { display });
        return host;
      },
    });
  });

  test('a desktop that is open to every user of the host', async () => {
    const desktop = await startDesktop(host);
    await inside(host, desktop, 'xhost + >/dev/null');
    await found(table, {
      case: 'desktop open to all users',
      id: 'D51',
      subject: `:${desktop.display}`,
      on: host,
      async mend(finding) {
        await host.run(commandsOf(finding));
        return host;
      },
    });
  });

  test('x11vnc that listens beyond loopback', async () => {
    const desktop = await startDesktop(host);
    await inside(host, desktop, `x11vnc -nopw -forever -rfbport ${await freePort()} -bg -o ~/x11vnc.log >/dev/null 2>&1 </dev/null`);
    await found(table, { case: 'x11vnc open on the network', id: 'D52', on: host, cured: true });
  });

  test('a screen locker runs in a desktop', async () => {
    const desktop = await startDesktop(host);
    await inside(host, desktop, 'cp /bin/sleep ~/xscreensaver; setsid ~/xscreensaver infinity >/dev/null 2>&1 </dev/null &');
    await found(table, { case: 'screen locker in a virtual desktop', id: 'D32', on: host, cured: true });
  });

  test('.Xauthority locks that nobody holds', async () => {
    await host.run('touch -d "1 hour ago" ~/.Xauthority-c; ln ~/.Xauthority-c ~/.Xauthority-l');
    await found(table, { case: 'stale .Xauthority lock', id: 'D39', subject: 'xauth', on: host, cured: true });
  });
});
