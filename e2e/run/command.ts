/** Runs one command to its end and gives its status and output. */
import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit status; undefined when it could not be started or a signal ended it. */
  readonly status: number | undefined;
  /** Stdout and stderr as they came. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each chunk as it arrives. */
  readonly onOutput?: (text: string) => void;
}

export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      output += text;
      options.onOutput?.(text);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ status: undefined, output: output + error.message }));
    child.on('close', (status) => resolve({ status: status ?? undefined, output }));
  });
}

/** The same, where anything but status 0 is an error. Throws with the end of the output. */
export async function mustRun(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { status, output } = await runCommand(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args[0] ?? ''} ended with ${status ?? 'a signal'}.\n${output.slice(-2000)}`);
  return output;
}
