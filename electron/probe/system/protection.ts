/** What the kernel enforces: SELinux, AppArmor, and Secure Boot. */
import type { SystemFacts } from '../../contract/probe/system';
import { linesOf } from './bounds';

/** `FILE:VALUE` a line, for the files that are there. */
export function parseSecurityModules(text: string): Pick<SystemFacts, 'selinux' | 'apparmor'> {
  const enforce = /^\/sys\/fs\/selinux\/enforce:([01])$/m.exec(text)?.[1];
  return {
    selinux: enforce === undefined ? 'disabled' : enforce === '1' ? 'enforcing' : 'permissive',
    apparmor: /^\/sys\/module\/apparmor\/parameters\/enabled:Y$/m.test(text),
  };
}

/** The bytes of the EFI variable SecureBoot, and on a second line of MokSBStateRT: attributes, then the value. */
export function parseSecureBoot(text: string): boolean | undefined {
  const [secure, unchecked] = linesOf(text).map((each) => /^(?:\s*\d{1,3}){4}\s+([01])\s*$/.exec(each)?.[1]);
  return secure === undefined ? undefined : secure === '1' && unchecked !== '1';
}
