/** The cases of the matrix. The host has an ed25519 and an rsa key; every port is not 22. */
import type { Case } from './hostMatrixCase';

const name = (port: number): string => `[127.0.0.1]:${port}`;

const NAMES: readonly Case[] = [
  { case: 'plain name with its port', expected: 'accepts', user: (k, p) => `${name(p)} ${k.ed25519}\n` },
  { case: 'hashed name', expected: 'accepts', user: (k, p) => `${name(p)} ${k.ed25519}\n`, hashed: true },
  { case: 'hashed name, other key', expected: 'refuses', user: (k, p) => `${name(p)} ${k.other}\n`, hashed: true },
  { case: 'one of several names', expected: 'accepts', user: (k, p) => `gpu9,${name(p)},10.9.9.9 ${k.ed25519}\n` },
  { case: 'name without the port, same key', expected: 'accepts', user: (k) => `127.0.0.1 ${k.ed25519}\n` },
  { case: 'name without the port, other key', expected: 'refuses', user: (k) => `127.0.0.1 ${k.other}\n` },
  { case: 'entry for another port', expected: 'refuses', user: (k, p) => `${name(p + 1)} ${k.ed25519}\n` },
  {
    case: 'other key for the port, right key without it',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.other}\n127.0.0.1 ${k.ed25519}\n`,
  },
  { case: 'wildcard', expected: 'accepts', user: (k) => `[127.0.0.*]:* ${k.ed25519}\n` },
  { case: 'negated wildcard', expected: 'refuses', user: (k, p) => `[127.0.0.*]:*,!${name(p)} ${k.ed25519}\n` },
  {
    case: 'address on record, reached by name',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    host: { address: 'localhost' },
  },
  {
    case: 'name on record, reached by name',
    expected: 'accepts',
    user: (k, p) => `[localhost]:${p} ${k.ed25519}\n`,
    host: { address: 'localhost' },
  },
  { case: 'reached in upper case', expected: 'accepts', user: (k, p) => `[localhost]:${p} ${k.ed25519}\n`, host: { address: 'LOCALHOST' } },
  {
    case: 'on record in upper case',
    expected: 'accepts',
    user: (k, p) => `[LOCALHOST]:${p} ${k.ed25519}\n`,
    host: { address: 'localhost' },
  },
  { case: 'IPv6 address', expected: 'accepts', user: (k, p) => `[::1]:${p} ${k.ed25519}\n`, host: { address: '::1' } },
  { case: 'IPv6 address, other key', expected: 'refuses', user: (k, p) => `[::1]:${p} ${k.other}\n`, host: { address: '::1' } },
];

const KEYS: readonly Case[] = [
  { case: 'no file at all', expected: 'refuses' },
  { case: 'two types on record', expected: 'accepts', user: (k, p) => `${name(p)} ${k.ed25519}\n${name(p)} ${k.rsa}\n` },
  { case: 'of two types only rsa on record', expected: 'accepts', user: (k, p) => `${name(p)} ${k.rsa}\n` },
  { case: 'changed key', expected: 'refuses', user: (k, p) => `${name(p)} ${k.other}\n` },
  { case: 'changed key of the second type', expected: 'refuses', user: (k, p) => `${name(p)} ${k.otherRsa}\n` },
  { case: 'only a type on record that the host has not', expected: 'refuses', user: (k, p) => `${name(p)} ${k.otherEcdsa}\n` },
  { case: 'old and new key on record', expected: 'accepts', user: (k, p) => `${name(p)} ${k.other}\n${name(p)} ${k.ed25519}\n` },
  { case: '@revoked', expected: 'refuses', user: (k, p) => `@revoked ${name(p)} ${k.ed25519}\n` },
  { case: '@revoked and a plain line', expected: 'refuses', user: (k, p) => `${name(p)} ${k.ed25519}\n@revoked * ${k.ed25519}\n` },
  {
    case: '@revoked in the global file',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    global: (k) => `@revoked * ${k.ed25519}\n`,
  },
  { case: '@revoked of another key', expected: 'accepts', user: (k, p) => `${name(p)} ${k.ed25519}\n@revoked * ${k.other}\n` },
  { case: '@cert-authority alone, host without a certificate', expected: 'refuses', user: (k) => `@cert-authority * ${k.ed25519}\n` },
  {
    case: '@cert-authority and a plain line',
    expected: 'accepts',
    user: (k, p) => `@cert-authority * ${k.other}\n${name(p)} ${k.ed25519}\n`,
  },
];

const FILES: readonly Case[] = [
  { case: 'CRLF', expected: 'accepts', user: (k, p) => `# mine\r\n\r\n${name(p)} ${k.ed25519}\r\n` },
  {
    case: 'comments and rubbish',
    expected: 'accepts',
    user: (k, p) => `# x\n\nrubbish\ngpu1 ssh-rsa !!!\n|1|x|y ${k.other}\n\t ${name(p)}\t${k.ed25519} a comment\n`,
  },
  { case: 'no final newline', expected: 'accepts', user: (k, p) => `gpu9 ${k.other}\n${name(p)} ${k.ed25519}` },
  { case: 'commented out', expected: 'refuses', user: (k, p) => `#${name(p)} ${k.ed25519}\n` },
  { case: 'key cut off', expected: 'refuses', user: (k, p) => `${name(p)} ${k.ed25519.slice(0, -20)}\n` },
  {
    case: 'type is not the one inside',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.ed25519.replace('ssh-ed25519', 'ssh-rsa')}\n`,
  },
  { case: 'global file', expected: 'accepts', global: (k, p) => `${name(p)} ${k.ed25519}\n` },
  { case: 'global file, other key', expected: 'refuses', global: (k, p) => `${name(p)} ${k.other}\n` },
  {
    case: 'other key in the global file, right key in the own',
    expected: 'accepts',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    global: (k, p) => `${name(p)} ${k.other}\n`,
  },
  { case: 'second user file', expected: 'accepts', user: () => '# nothing\n', second: (k, p) => `${name(p)} ${k.ed25519}\n` },
  { case: 'UserKnownHostsFile none, unknown', expected: 'refuses', ssh: { userKnownHosts: [] } },
  {
    case: 'UserKnownHostsFile none, known in the global file',
    expected: 'accepts',
    global: (k, p) => `${name(p)} ${k.ed25519}\n`,
    ssh: { userKnownHosts: [] },
  },
  { case: 'UserKnownHostsFile none, accept-new', expected: 'refuses', ssh: { userKnownHosts: [], strictHostKeyChecking: 'accept-new' } },
  {
    case: 'UserKnownHostsFile /dev/null, accept-new',
    expected: 'accepts',
    ssh: { userKnownHosts: ['/dev/null'], strictHostKeyChecking: 'accept-new' },
  },
  { case: 'GlobalKnownHostsFile none', expected: 'refuses', global: (k, p) => `${name(p)} ${k.ed25519}\n`, ssh: { globalKnownHosts: [] } },
  {
    case: 'RevokedHostKeys has the key',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    revoked: (k) => `# list\n${k.ed25519} gone\n`,
  },
  {
    case: 'RevokedHostKeys has another key',
    expected: 'accepts',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    revoked: (k) => `${k.other}\n`,
  },
  {
    case: 'RevokedHostKeys is no list of keys',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    revoked: () => 'rubbish\n',
  },
  {
    case: 'RevokedHostKeys is missing',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    ssh: { revokedHostKeys: '/nonexistent/revoked' },
  },
];

const OPTIONS: readonly Case[] = [
  { case: 'HostKeyAlias on record', expected: 'accepts', user: (k) => `Cluster ${k.ed25519}\n`, ssh: { hostKeyAlias: 'CLUSTER' } },
  {
    case: 'HostKeyAlias, on record by address',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.ed25519}\n`,
    ssh: { hostKeyAlias: 'cluster' },
  },
  {
    case: 'HostKeyAlias on record with the port',
    expected: 'refuses',
    user: (k, p) => `[cluster]:${p} ${k.ed25519}\n`,
    ssh: { hostKeyAlias: 'cluster' },
  },
  { case: 'HostKeyAlias, other key', expected: 'refuses', user: (k) => `cluster ${k.other}\n`, ssh: { hostKeyAlias: 'cluster' } },
  { case: 'strict yes, unknown', expected: 'refuses', ssh: { strictHostKeyChecking: 'yes' } },
  { case: 'strict yes, known', expected: 'accepts', user: (k, p) => `${name(p)} ${k.ed25519}\n`, ssh: { strictHostKeyChecking: 'yes' } },
  { case: 'strict accept-new, unknown', expected: 'accepts', ssh: { strictHostKeyChecking: 'accept-new' } },
  {
    case: 'strict accept-new, changed',
    expected: 'refuses',
    user: (k, p) => `${name(p)} ${k.other}\n`,
    ssh: { strictHostKeyChecking: 'accept-new' },
  },
  {
    case: 'strict accept-new, @cert-authority alone',
    expected: 'accepts',
    user: (k) => `@cert-authority * ${k.other}\n`,
    ssh: { strictHostKeyChecking: 'accept-new' },
  },
  {
    case: 'strict accept-new, @revoked',
    expected: 'refuses',
    user: (k) => `@revoked * ${k.ed25519}\n`,
    ssh: { strictHostKeyChecking: 'accept-new' },
  },
  { case: 'strict no, unknown', expected: 'accepts', ssh: { strictHostKeyChecking: 'no' } },
];

const DIFFERENCES: readonly Case[] = [
  {
    case: 'strict no, changed: ssh goes on without passwords and forwarding, which Gearview needs',
    expected: { ssh: 'accepts', gearview: 'refuses' },
    user: (k, p) => `${name(p)} ${k.other}\n`,
    ssh: { strictHostKeyChecking: 'no' },
  },
  {
    case: 'strict no, @revoked: ssh goes on, Gearview never',
    expected: { ssh: 'accepts', gearview: 'refuses' },
    user: (k) => `@revoked * ${k.ed25519}\n`,
    ssh: { strictHostKeyChecking: 'no' },
  },
  {
    case: '@revoked under the name without the port: Gearview heeds it',
    expected: { ssh: 'accepts', gearview: 'refuses' },
    user: (k, p) => `${name(p)} ${k.ed25519}\n@revoked 127.0.0.1 ${k.ed25519}\n`,
  },
  {
    case: 'only rsa on record without the port: Gearview asks the host for that key, ssh for ed25519',
    expected: { ssh: 'refuses', gearview: 'accepts' },
    user: (k) => `127.0.0.1 ${k.rsa}\n`,
  },
];

export const CASES: readonly Case[] = [...NAMES, ...KEYS, ...FILES, ...OPTIONS, ...DIFFERENCES];
