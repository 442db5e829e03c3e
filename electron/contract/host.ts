/** A host: a machine reached by SSH. */
import { z } from 'zod';
import { hasDisguisingCharacters, label } from './text';

export const HostId = z.string().regex(/^[0-9a-f]{12}$/);
export type HostId = z.infer<typeof HostId>;

// Grammar of OpenSSH's ssh_valid_hostname() and ssh_valid_ruser() (readconf.c, ssh.c): what can reach a shell is refused.
const FORBIDDEN_IN_ADDRESS = /['"`$\\;&<>|(){}\s,/@#?*!]/u;
const FORBIDDEN_IN_USER = /['"`$;&<>|(){}\s\\:]/u;

export const HostAddress = z
  .string()
  .trim()
  .min(1, 'Enter the host name or IP address.')
  .max(253, 'A host name has at most 253 characters.')
  .refine((text) => !text.startsWith('-'), 'A host name cannot begin with “-”.')
  .refine(
    (text) => !FORBIDDEN_IN_ADDRESS.test(text) && !hasDisguisingCharacters(text),
    'A host name has no spaces, quotes or shell characters; enter only the name or IP address, like gpu1.example.com.',
  );

export const HostPort = z
  .number('Enter the port as a number, usually 22.')
  .int('Enter the port as a whole number, usually 22.')
  .min(1, 'A port lies between 1 and 65535.')
  .max(65535, 'A port lies between 1 and 65535.');

export const HostUser = z
  .string()
  .trim()
  .min(1, 'Enter the user to log in as.')
  .max(64, 'A user name has at most 64 characters.')
  .refine((text) => !text.startsWith('-'), 'A user name cannot begin with “-”.')
  .refine(
    (text) => !FORBIDDEN_IN_USER.test(text) && !hasDisguisingCharacters(text),
    'A user name has no spaces, quotes or shell characters.',
  );

const KeyPath = z
  .string()
  .trim()
  .min(1, 'Choose the private key file.')
  .max(1024, 'That path is too long.')
  .refine((text) => !hasDisguisingCharacters(text), 'That path contains control or invisible characters.')
  .refine((text) => !text.endsWith('.pub'), 'That is the public key; choose the private key, without “.pub”.');

/** How to prove who we are: an SSH agent, a private key file (by path, never copied), or a password. */
export const HostAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agent') }),
  z.strictObject({ kind: z.literal('key'), path: KeyPath }),
  z.strictObject({ kind: z.literal('password') }),
]);
export type HostAuth = z.infer<typeof HostAuth>;

const fields = {
  name: label('a name for the host', 128),
  address: HostAddress,
  port: HostPort,
  user: HostUser,
  auth: HostAuth,
};

/** What the operator fills in; with `id` it replaces that host. */
export const HostDraft = z.strictObject({ id: HostId.optional(), ...fields });
export type HostDraft = z.infer<typeof HostDraft>;

export const Host = z.strictObject({ id: HostId, ...fields });
export type Host = z.infer<typeof Host>;

/** Most hosts that the app keeps. */
export const HOST_LIMIT = 500;
