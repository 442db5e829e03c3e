/** The program on the laptop's side of the connection bench: measures one way to the host once, and ends. */
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { download, echo, COMMAND, roundTrips, upload } from './meter';
import { median, type Measured } from './rows';
import { gearviewTunnel, Place, sshTunnel } from './tunnel';

const Settings = z.strictObject({
  side: z.enum(['gearview', 'ssh']),
  what: z.enum(['bytes', 'pings']),
  /** Bytes of each stream. */
  bytes: z.number().int(),
  pings: z.number().int(),
  place: Place,
});
/** Of the pings of one kind. */
const ROUNDS = 10;
const KINDS = { port: 'tcp', socket: 'unix' } as const;

async function measure({ side, what, bytes, pings, place }: z.infer<typeof Settings>): Promise<Measured> {
  const start = performance.now();
  const tunnel = await (side === 'gearview' ? gearviewTunnel(place) : sshTunnel(place));
  const through = async <T>(kind: 'tcp' | 'unix', job: (stream: Duplex) => Promise<T>): Promise<T> => {
    const stream = await tunnel.open(kind);
    const result = await job(stream);
    stream.destroy();
    return result;
  };
  const streams = async (): Promise<Measured> => {
    const rates: Record<string, number> = {};
    for (const [name, kind] of Object.entries(KINDS)) {
      rates[`From the host, ${name}`] = (await through(kind, (stream) => download(stream, bytes))) / 1e6;
      rates[`To the host, ${name}`] = (await through(kind, (stream) => upload(stream, bytes))) / 1e6;
    }
    return rates;
  };
  const trips = async (): Promise<Measured> => {
    const times: Record<keyof typeof KINDS, number[]> = { port: [], socket: [] };
    // In turn, so that neither is the one that still warms up; the first round is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      times.port.push(...(await through('tcp', (stream) => roundTrips(stream, pings / ROUNDS))));
      times.socket.push(...(await through('unix', (stream) => roundTrips(stream, pings / ROUNDS))));
      if (round === 0) [times.port, times.socket] = [[], []];
    }
    return { 'Round trip of 1 byte, port': median(times.port), 'Round trip of 1 byte, socket': median(times.socket) };
  };
  await through('tcp', (stream) => echo(stream, `${COMMAND.echo}.`));
  const ready = performance.now() - start;
  const measured = what === 'bytes' ? { 'Time to ready': ready, ...(await streams()) } : await trips();
  await tunnel.close();
  return measured;
}

const measured = await measure(Settings.parse(JSON.parse(process.argv[2] ?? 'null')));
process.send?.(measured, () => process.exit());
