import { expect, test } from 'vitest';
import { parseDisplayManager, parseLockers, parseSeats } from './displayManager';

test.each([
  ['unit /lib/systemd/system/gdm3.service\nversion GDM 43.0\nruns gdm3', { name: 'gdm3', version: '43.0', active: true }],
  ['unit /usr/lib/systemd/system/gdm.service\nversion GDM 49.beta\nruns gdm', { name: 'gdm', version: '49.beta', active: true }],
  ['unit /lib/systemd/system/lightdm.service', { name: 'lightdm', active: false }],
  ['runs sddm', { name: 'sddm', active: true }],
  ['', undefined],
  ['noise', undefined],
])('%j', (text, expected) => {
  expect(parseDisplayManager(text)).toEqual(expected);
});

// In the shape of `loginctl show-session` (loginctl(1)); written by hand.
const SESSIONS = `Id=c1
Name=Debian-gdm
Type=wayland
Display=
Class=greeter
Seat=seat0
State=active

Id=4
Name=op
Type=x11
Display=:0
Class=user
Seat=seat0
State=online

Id=7
Name=op
Type=tty
Display=
Class=user
Seat=
State=active
`;

test('graphical logins, without those that are ending and those over SSH', () => {
  const seats = [
    { user: 'Debian-gdm', type: 'wayland', display: '', greeter: true },
    { user: 'op', type: 'x11', display: ':0', greeter: false },
  ];
  expect(parseSeats(SESSIONS)).toEqual(seats);
  expect(parseSeats(SESSIONS.replace('State=online', 'State=closing'))).toEqual(seats.slice(0, 1));
  expect(parseSeats('')).toEqual([]);
  expect(parseSeats('Failed to connect to bus: Host is down')).toBeUndefined();
});

test('lockers, whose names the kernel cuts', () => {
  expect(parseLockers('xfce4-screensav\nkscreenlocker_g\nlight-locker\nlight-locker')).toEqual([
    'light-locker',
    'xfce4-screensaver',
    'kscreenlocker',
  ]);
  expect(parseLockers('')).toEqual([]);
});
