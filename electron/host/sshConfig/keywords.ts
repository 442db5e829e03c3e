/** The keywords of ssh_config(5): which are followed, what their values must look like, and why the others are not followed. */
import { parseJump } from './jumpText';
import { secondsOf } from './values';

const FOLLOWED = {
  hostname: { name: 'HostName', form: 'text' },
  port: { name: 'Port', form: 'port' },
  user: { name: 'User', form: 'text' },
  identityfile: { name: 'IdentityFile', form: 'text' },
  identitiesonly: { name: 'IdentitiesOnly', form: 'flag' },
  identityagent: { name: 'IdentityAgent', form: 'text' },
  proxyjump: { name: 'ProxyJump', form: 'jump' },
  userknownhostsfile: { name: 'UserKnownHostsFile', form: 'paths' },
  globalknownhostsfile: { name: 'GlobalKnownHostsFile', form: 'paths' },
  hostkeyalias: { name: 'HostKeyAlias', form: 'text' },
  stricthostkeychecking: { name: 'StrictHostKeyChecking', form: 'strict' },
  hashknownhosts: { name: 'HashKnownHosts', form: 'flag' },
  revokedhostkeys: { name: 'RevokedHostKeys', form: 'text' },
  serveraliveinterval: { name: 'ServerAliveInterval', form: 'time' },
  serveralivecountmax: { name: 'ServerAliveCountMax', form: 'count' },
  connecttimeout: { name: 'ConnectTimeout', form: 'time' },
  addressfamily: { name: 'AddressFamily', form: 'family' },
} as const;
export type Followed = keyof typeof FOLLOWED;

const NO_COMMANDS = 'Gearview runs no command from this file.';
const NO_FORWARDING = 'Gearview forwards nothing but its own desktops.';
/** Why the many options are not followed that change nothing of what Gearview does. */
export const OWN_WAY = 'Gearview does not use this option.';
const NEVER: Readonly<Record<string, readonly [name: string, why: string]>> = {
  forwardagent: ['ForwardAgent', 'Gearview never forwards your agent.'],
  forwardx11: ['ForwardX11', 'Gearview never forwards X11.'],
  forwardx11trusted: ['ForwardX11Trusted', 'Gearview never forwards X11.'],
  remoteforward: ['RemoteForward', NO_FORWARDING],
  localforward: ['LocalForward', NO_FORWARDING],
  dynamicforward: ['DynamicForward', NO_FORWARDING],
  tunnel: ['Tunnel', NO_FORWARDING],
  proxycommand: ['ProxyCommand', NO_COMMANDS],
  localcommand: ['LocalCommand', NO_COMMANDS],
  permitlocalcommand: ['PermitLocalCommand', NO_COMMANDS],
  knownhostscommand: ['KnownHostsCommand', NO_COMMANDS],
  remotecommand: ['RemoteCommand', NO_COMMANDS],
  canonicalizehostname: ['CanonicalizeHostname', 'Gearview does not rewrite host names; write the full name as HostName.'],
  certificatefile: ['CertificateFile', 'Gearview uses certificates only through the agent.'],
};

// readconf.c, keywords[], with those of later versions and of vendors (UseKeychain, GSSAPI…).
const OTHERS = `AddKeysToAgent AFSTokenPassing BatchMode BindAddress BindInterface CanonicalDomains CanonicalizeFallbackLocal
CanonicalizeMaxDots CanonicalizePermittedCNAMEs CASignatureAlgorithms ChallengeResponseAuthentication ChannelTimeout CheckHostIP Cipher Ciphers
ClearAllForwardings Compression CompressionLevel ConnectionAttempts ControlMaster ControlPath ControlPersist DSAAuthentication
EnableEscapeCommandline EnableSSHKeysign EscapeChar ExitOnForwardFailure FallBackToRsh FingerprintHash ForkAfterAuthentication
ForwardX11Timeout GatewayPorts GlobalKnownHostsFile2 GSSAPIAuthentication GSSAPIClientIdentity GSSAPIDelegateCredentials GSSAPIKeyExchange
GSSAPIKexAlgorithms GSSAPIRenewalForcesRekey GSSAPIServerIdentity GSSAPITrustDns HostbasedAcceptedAlgorithms HostbasedAuthentication
HostbasedKeyTypes HostKeyAlgorithms IdentityFile2 IgnoreUnknown IPQoS KbdInteractiveAuthentication KbdInteractiveDevices KeepAlive
KerberosAuthentication KerberosTGTPassing KexAlgorithms LogLevel LogVerbose MACs NoHostAuthenticationForLocalhost NumberOfPasswordPrompts
ObscureKeystrokeTiming PasswordAuthentication PermitRemoteOpen PKCS11Provider PreferredAuthentications Protocol ProxyUseFdpass
PubkeyAcceptedAlgorithms PubkeyAcceptedKeyTypes PubkeyAuthentication RefuseConnection RekeyLimit RequestTTY RequiredRSASize
RhostsAuthentication RhostsRSAAuthentication RSAAuthentication SecurityKeyProvider SendEnv SessionType SetEnv SkeyAuthentication
SmartcardDevice StdinNull StreamLocalBindMask StreamLocalBindUnlink SyslogFacility Tag TCPKeepAlive TISAuthentication TunnelDevice
UpdateHostKeys UseKeychain UsePrivilegedPort UserKnownHostsFile2 UseRoaming UseRsh VerifyHostKeyDNS VersionAddendum VisualHostKey WarnWeakCrypto
XAuthLocation`.split(/\s+/);
const OTHER = new Map(OTHERS.map((name) => [name.toLowerCase(), name]));

export interface Keyword {
  /** As ssh_config(5) spells it. */
  readonly name: string;
  /** Present when Gearview does not follow it: why. */
  readonly ignored?: string;
}

export const isFollowed = (keyword: string): keyword is Followed => Object.hasOwn(FOLLOWED, keyword);

/** Undefined for one that no OpenSSH knows. */
export function keywordOf(keyword: string): Keyword | undefined {
  if (isFollowed(keyword)) return { name: FOLLOWED[keyword].name };
  const never = Object.hasOwn(NEVER, keyword) ? NEVER[keyword] : undefined;
  if (never !== undefined) return { name: never[0], ignored: never[1] };
  const other = OTHER.get(keyword);
  return other === undefined ? undefined : { name: other, ignored: OWN_WAY };
}

const CHOICES = {
  flag: ['yes', 'no', 'true', 'false'],
  strict: ['yes', 'no', 'true', 'false', 'off', 'ask', 'accept-new'],
  family: ['any', 'inet', 'inet6'],
} as const;

/** What is wrong with the value of a followed keyword; OpenSSH stops at such a line. */
export function faultOf(keyword: Followed, args: readonly string[], raw: string): string | undefined {
  const { name, form } = FOLLOWED[keyword];
  const [value = '', ...more] = args;
  if (form === 'jump') {
    const jump = parseJump(raw);
    return jump.kind === 'bad' ? jump.why : undefined;
  }
  if (args.length === 0 || args.includes('')) return `${name} has no value.`;
  if (form === 'paths')
    return args.length > 1 && args.some((arg) => arg.toLowerCase() === 'none') ? `${name} has “none” beside files.` : undefined;
  if (more.length > 0) return `${name} has more than one value; quote one that has blanks.`;
  switch (form) {
    case 'text':
      return undefined;
    case 'port':
      return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535
        ? undefined
        : `${name} is not a number between 1 and 65535.`;
    case 'count':
      return /^\d{1,9}$/.test(value) ? undefined : `${name} is not a whole number.`;
    case 'time':
      return value === 'none' || secondsOf(value) !== undefined ? undefined : `${name} is not a time like 30 or 1m30s.`;
    case 'flag':
    case 'strict':
    case 'family':
      return CHOICES[form].some((choice) => choice === value.toLowerCase()) ? undefined : `${name} is none of ${CHOICES[form].join(', ')}.`;
  }
}
