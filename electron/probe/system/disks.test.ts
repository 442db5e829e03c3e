import { expect, test } from 'vitest';
import { parseDisks, parseInodes, parseQuota, withInodes } from './disks';

const PLACES = 'place /home/gpu\nplace /tmp\nplace /opt\nplace /var\nplace /dev/shm\n';
const DF = `Filesystem         1024-blocks     Used Available Capacity Mounted on
nas:/export/home    1073741824 53687091 1020054733       5% /home
/dev/mapper/vg root   51475068 51475068         0     100% /
/dev/mapper/vg root   51475068 51475068         0     100% /
/dev/mapper/vg root   51475068 51475068         0     100% /
tmpfs                    65536        0     65536       0% /dev/shm
`;

test('several places on one file system, and names with blanks', () => {
  const disks = parseDisks(PLACES + DF);
  expect(disks?.map(({ place, mount, free }) => [place, mount, free])).toEqual([
    ['home', '/home', 1_020_054_733],
    ['tmp', '/', 0],
    ['opt', '/', 0],
    ['var', '/', 0],
    ['shm', '/dev/shm', 65_536],
  ]);
  expect(disks?.[0]).toEqual({ place: 'home', path: '/home/gpu', mount: '/home', size: 1_073_741_824, free: 1_020_054_733 });
});

test('where df leaves one out, the mount points tell', () => {
  const fewer = DF.split('\n').filter((each) => !each.endsWith('/home'));
  expect(parseDisks(PLACES + fewer.join('\n'))?.map(({ place, mount }) => [place, mount])).toEqual([
    ['home', '/'],
    ['tmp', '/'],
    ['opt', '/'],
    ['var', '/'],
    ['shm', '/dev/shm'],
  ]);
});

test('inodes, where they are counted', () => {
  const inodes = parseInodes(`place /home/gpu
place /tmp
Filesystem       Inodes  IUsed    IFree IUse% Mounted on
/dev/sdb1             0      0        0     - /home
/dev/vda       16777216 460657 16316559    3% /
`);
  expect([...(inodes ?? [])]).toEqual([['/tmp', 16_316_559]]);
  const disks = parseDisks(PLACES + DF);
  expect(withInodes(disks, inodes)?.map(({ inodesFree }) => inodesFree)).toEqual([undefined, 16_316_559, undefined, undefined, undefined]);
  expect(withInodes(undefined, inodes)).toBeUndefined();
});

test('nothing from what is no table', () => {
  expect(parseDisks('df: /tmp: Permission denied')).toBeUndefined();
  expect(parseInodes(`${PLACES}df: invalid option -- 'i'`)).toBeUndefined();
});

// Words of quota 4.06, as its program holds them; no file system here keeps quotas.
test('an exceeded quota in its own words', () => {
  const said = 'Disk quotas for user gpu (uid 1000): \n\tIn block grace period on /dev/sdb1\n\tFile limit reached on nas:/home\n';
  expect(parseQuota(said)).toEqual({ exceeded: 'In block grace period on /dev/sdb1; File limit reached on nas:/home' });
  expect(parseQuota('quota: Cannot connect to RPC quota service')).toEqual({});
  expect(parseQuota('')).toEqual({});
});
