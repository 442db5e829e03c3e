/** The seam to a host: everything Gearview does on a host goes through this. */
import type { Duplex, Readable } from 'node:stream';
import type { Failure } from '../base/failure';
import type { LogFields, LogLevel } from '../base/log';

/** A shell on the host that reads a script from its stdin. The command is always `exec /bin/sh -s`: no value ever enters it. */
export interface Shell {
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Exit status once the channel closed; undefined when the link died or a signal ended it. Never rejects. */
  readonly ended: Promise<number | undefined>;
  /** Closes the channel; scripts that watch their stdin end their children then. */
  close(): void;
}

/** A shell that only looks on: it must not take a place that somebody else needs. */
export interface Background {
  /** Called once when others need the place, with why; the channel is then closed. */
  readonly giveWay: (reason: Failure) => void;
}

/** Where a session's RFB listens on the host. */
export type ForwardTarget = { readonly kind: 'unix'; readonly path: string } | { readonly kind: 'tcp'; readonly port: number };

/** A file to send. */
export interface SendSource {
  /** Bytes; as many have to come. */
  readonly size: number;
  /** Its bytes from the begin, in Buffers. Destroyed when they are not wanted any more. */
  stream(): Readable;
}

export interface SendOptions {
  readonly mode: number;
  /** Nothing of the file is left then, unless the link died. */
  readonly signal?: AbortSignal;
  /** Bytes that have arrived, over SFTP; that have been sent, otherwise. Called often. */
  readonly onProgress?: (bytes: number) => void;
}

export interface Connection {
  /** The operator's name for the host, for sentences. */
  readonly hostName: string;
  /**
   * With `background` rejects with `refused` when fewer than two places would be left to others: for good on this connection
   * when the host allows no three, with `retry` when they are only taken now.
   */
  shell(background?: Background): Promise<Shell>;
  /** A byte stream to a socket on the host. Rejects with `forward-refused` when sshd or the socket says no. */
  forward(target: ForwardTarget): Promise<Duplex>;
  /** How streams to such a target travel: SSH forwarding, or a shell that relays because sshd forbids forwarding. */
  wayTo(target: ForwardTarget): 'forward' | 'relay';
  /**
   * Writes a file of the host, over SFTP or through a shell where the host offers none; takes a place as `shell` does. Until it is whole
   * it is `<path>.<random>.part`; its folder is made (0700) when only that is missing, and what is there under its name is replaced.
   * Rejects with `storage`, `cancelled`, or as `shell` does; then no part of it has that name.
   */
  send(source: SendSource, path: string, options: SendOptions): Promise<void>;
  /** Asks for a sign of life now. False when none came within `deadlineMs`: the connection is then over, as lost. Never rejects. */
  test(deadlineMs: number): Promise<boolean>;
  /** Writes to the host's log. */
  note(level: LogLevel, event: string, fields?: LogFields): void;
  /** Called once when the connection is over, with the reason unless we closed it. */
  onClose(listener: (failure?: Error) => void): void;
  close(): void;
}

/** The text of a file in resources/, e.g. `session/start.sh`. Rejects when there is none. */
export type LoadScript = (name: string) => Promise<string>;
