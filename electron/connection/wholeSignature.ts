/** Lets ssh2 send signatures that are more than a name and bytes: of certificates and of security keys. */
import type { Client, ParsedKey } from 'ssh2';

/** Certificates sign under the name of their key, and security keys add flags and a counter (PROTOCOL.u2f): ssh2 can write neither. */
export const isWhole = (type: string): boolean => type.startsWith('sk-') || type.includes('-cert-v01@');

type AuthPk = (user: string, key: ParsedKey, algorithm?: unknown, sign?: (data: Buffer, send: (signature: Buffer) => void) => void) => void;

/** What of ssh2 1.17 is reached into. */
interface ProtocolInside {
  authPK: AuthPk;
  readonly _packetRW: {
    readonly write: { readonly allocStart: number; finalize(packet: Buffer, force?: boolean): Buffer };
  };
}

const isInside = (value: unknown): value is ProtocolInside =>
  typeof value === 'object' && value !== null && 'authPK' in value && '_packetRW' in value;

const prepared = new WeakSet<ProtocolInside>();

/** Lets a client that is connecting send the agent's signatures as they are, where ssh2 would write its own name before them. */
export function sendWholeSignatures(client: Client): void {
  const protocol: unknown = Reflect.get(client, '_protocol');
  if (!isInside(protocol) || prepared.has(protocol)) return;
  prepared.add(protocol);
  const original: AuthPk = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    if (sign === undefined || !isWhole(key.type)) return original(user, key, algorithm, sign);
    original(user, key, algorithm, (data, send) =>
      sign(data, (signature) => {
        // A new one after each key exchange.
        const writer = protocol._packetRW.write;
        writer.finalize = (packet, force) => {
          // The one of its class again.
          Reflect.deleteProperty(writer, 'finalize');
          // What was signed, without the session's name before it, is what is sent; the signature comes last.
          const end = writer.allocStart + data.length - 4 - data.readUInt32BE(0) + 4 + signature.length;
          signature.copy(packet, end - signature.length);
          return writer.finalize(packet, force);
        };
        // As long as the room that ssh2 leaves after the two lengths and the name that it writes.
        send(Buffer.alloc(signature.length - 8 - Buffer.byteLength(key.type)));
      }),
    );
  };
}
