import { expect, test } from 'vitest';
import { parseAccount } from './account';

test('a group that the account got after this login began', () => {
  const text = `uid=1000(gpu) gid=1000(gpu) groups=1000(gpu),27(sudo)
uid=1000(gpu) gid=1000(gpu) groups=1000(gpu),27(sudo),44(video),1001(vglusers)
gpu:x:1000:1000:GPU operator,,,:/home/gpu:/bin/bash
`;
  expect(parseAccount(text)).toEqual({
    user: 'gpu',
    uid: 1000,
    shell: '/bin/bash',
    groups: ['gpu', 'sudo'],
    pendingGroups: ['video', 'vglusers'],
  });
});

// Names with blanks come from Active Directory, a context from SELinux: as the manuals of sssd and id(1) show them.
test('names with blanks, groups without a name, an SELinux context, one group only', () => {
  const ad = `uid=1187(CORP\\ann lee) gid=10513(domain users) groups=10513(domain users),77777 context=unconfined_u:unconfined_r:unconfined_t:s0-s0:c0.c1023`;
  expect(parseAccount(ad)).toEqual({
    user: 'CORP\\ann lee',
    uid: 1187,
    shell: undefined,
    groups: ['domain users', '77777'],
    pendingGroups: [],
  });
  expect(parseAccount('uid=0(root) gid=0(root)')).toMatchObject({ user: 'root', uid: 0, groups: ['root'] });
  expect(parseAccount("uid=500 gid=500 groups=500\nid: '': no such user")).toMatchObject({
    user: '500',
    groups: ['500'],
    pendingGroups: [],
  });
});

test('the passwd line of another says nothing', () => {
  expect(parseAccount('uid=5(a) gid=5(a) groups=5(a)\nb:x:6:6::/home/b:/bin/zsh')?.shell).toBeUndefined();
  expect(parseAccount('id: cannot find name')).toBeUndefined();
});
