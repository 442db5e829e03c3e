/** The commands by which an operator looks at host keys themselves. Pure. */
/** Prints fingerprint and picture on the host: ssh-keygen(1) -l -v; where sshd keeps each type is in sshd_config(5), HostKey. */
export function hostFingerprintCommand(keyType: string): string {
  const name = /ed25519/.test(keyType) ? 'ed25519' : /ecdsa/.test(keyType) ? 'ecdsa' : /rsa/.test(keyType) ? 'rsa' : '*';
  return `ssh-keygen -lvf /etc/ssh/ssh_host_${name}_key.pub`;
}

/** Removes the keys of one host from one file: ssh-keygen(1) -R, as ssh itself advises; a port other than 22 stands in the name. */
export function removeKeyCommand(file: string, address: string, port: number): string {
  const name = port === 22 ? address : `[${address}]:${port}`;
  const sudo = file.startsWith('/etc/') ? 'sudo ' : '';
  return `${sudo}ssh-keygen -f ${quoted(file)} -R ${quoted(name)}`;
}

/** For a POSIX shell: as it is where nothing in it means anything to one. */
const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
