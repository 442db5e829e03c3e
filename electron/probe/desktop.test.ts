/** Facts about desktops out of whole answers: joined from several, and from any text at all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QuestionName } from '../contract/probe/answer';
import { DesktopFacts } from '../contract/probe/desktop';
import { desktopFacts } from './desktop';
import { rawsOf } from './raws';

const QUESTIONS = QuestionName.options.slice(QuestionName.options.indexOf('x-servers'), QuestionName.options.indexOf('tools') + 1);

function factsOf(answers: Readonly<Partial<Record<QuestionName, string>>>, status = 0): DesktopFacts {
  return desktopFacts(rawsOf(Object.entries(answers).map(([key, text]) => ({ key, values: [`${status}\ncommand\0${text}`] }))));
}

/** Two X servers of which one does not say its display, with lock, pid file and log. */
const ANSWERS: Partial<Record<QuestionName, string>> = {
  'x-servers': `place 9 here
own 9
/proc/9 op
/proc/9/status:Name:\tXtigervnc
/proc/9/status:State:\tS (sleeping)
seen 9
listens 9 0100007F:170F
place 8 unknown
/proc/8 root
/proc/8/status:Name:\tXorg
args 9
\tXtigervnc
\t:3
args 8
\t/usr/lib/xorg/Xorg
\tvt2
\t-displayfd
\t3`,
  'x-sockets': '/tmp/.X11-unix/X3 op\nown /tmp/.X11-unix/X3\nlistens /tmp/.X11-unix/X3',
  'x-locks': '/tmp/.X0-lock root\npid /tmp/.X0-lock 8\nruns /tmp/.X0-lock S Xorg',
  'display-manager': 'unit /lib/systemd/system/gdm3.service\nversion GDM 43.0\nruns gdm3',
  seats: 'Id=c1\nName=gdm\nType=x11\nDisplay=:0\nClass=greeter\nSeat=seat0\nState=active',
  'vnc-files': 'host gpu-a\nS\town\t9\t/home/op/.vnc/gpu-a:4.pid\tXtigervnc',
  'vnc-logs': 'at 100 /home/op/.vnc/gpu-a:3.log\nzone +0000\nno-otp\t/home/op/.vnc/gpu-a:3.log\t\tThe one-time password',
  'xorg-log': 'error\t/var/log/Xorg.0.log\t(EE) no screens found\ngpu\t/var/log/Xorg.0.log\t at PCI:7:0:0 (GPU-0)',
  'desktop-state': 'desktop 3 9 S unnoted\nmanager 3 yes\naccess 3 closed\nin 3 programs\nin 3 usable /run/user/1000',
  lockers: 'light-locker',
  'x-proxies': 'tigervnc 1.12.0 /usr/bin/Xtigervnc',
  virtualgl: 'VirtualGL v3.1.4 (Build 1)\nlibvglfaker.so => /usr/lib/libvglfaker.so',
  'virtualgl-setup': 'group vglusers:x:1\nlogin op\naccount op\nkey absent',
  'turbovnc-settings': '/etc/turbovncserver-security.conf:session-limit=2',
  'turbovnc-sessions': '1\t5\t:3\t9\t0\t@NONE\t2',
  'vncserver-command': 'tigervnc\n/usr/bin/vncserver\n/usr/bin/tigervncserver',
  xstartup: 'file plain /home/op/.vnc/xstartup\n\tstartxfce4',
  xorg: 'X.Org X Server 1.21.1.7',
  x11vnc: 'x11vnc: 0.9.16 lastmod: 2019-01-05',
  'window-managers': 'openbox Openbox',
  dbus: 'dbus-daemon /usr/bin/dbus-daemon',
  tools: 'present xprop',
};

test('every question has its fact, and they are joined', () => {
  const facts = factsOf(ANSWERS);
  expect(Object.keys(facts).toSorted()).toEqual(Object.keys(DesktopFacts.shape).toSorted());
  expect(DesktopFacts.parse(facts)).toEqual(facts);
  expect(facts.xServers).toMatchObject([{ display: 3 }, { kind: 'Xorg', display: 0, pci: 'PCI:7:0:0' }]);
  expect(facts.xLocks).toMatchObject([
    { kind: 'lock', display: 0, alive: true },
    { kind: 'socket', display: 3, alive: true },
  ]);
  // The X proxy that runs under that pid is on another display.
  expect(facts.vncFiles).toMatchObject([{ display: 4, runs: 'other', comm: 'Xtigervnc' }]);
  expect(facts.desktops).toMatchObject([{ display: 3, unlisted: false, dbus: false }]);
  expect(facts.turbovnc).toEqual({ sessionLimit: 2, listed: [3] });
  expect(facts.virtualgl).toMatchObject({ version: '3.1.4', group: true });
});

test('no answer gives no fact, and one that does not apply says so', () => {
  expect(factsOf({})).toEqual({});
  const raws = rawsOf(QUESTIONS.map((key) => ({ key, values: ['3\ncommand\0It is not installed.'] })));
  expect(desktopFacts(raws)).toEqual({});
  expect(raws.answers().map(({ name, state }) => [name, state])).toEqual(QUESTIONS.map((name) => [name, 'absent']));
});

describe('any text gives facts that fit', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    // Lines of real answers, mixed up, cut, and with foreign words between.
    fc
      .array(fc.tuple(fc.constantFrom(...Object.values(ANSWERS).flatMap((answer) => answer.split('\n'))), fc.string(), fc.nat(60)), {
        maxLength: 60,
      })
      .map((lines) => lines.map(([line, word, at]) => line.slice(0, at) + word + line.slice(at)).join('\n')),
    fc.constantFrom(...Object.values(ANSWERS)).map((answer) => answer.replace(/\w{3,}/g, (word) => word.repeat(200))),
  );

  test.each(QUESTIONS)('%s', (name) => {
    fc.assert(
      fc.property(text, fc.nat(255), (answer, status) => {
        expect(DesktopFacts.safeParse(factsOf({ ...ANSWERS, [name]: answer }, status)).error).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});
