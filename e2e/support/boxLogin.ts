/** An operator who is logged in to a box, and can do so anew. */
import type { Connection } from '../../electron/connection/connection';
import { startBox, type Box, type BoxOptions } from './box';
import { hostOf, openLaptop } from './laptop';

export interface BoxLogin {
  readonly box: Box;
  /** Of the first login. */
  readonly connection: Connection;
  /** A new login, at another port where a second sshd of the box listens. */
  again(port?: number): Promise<Connection>;
  end(): Promise<void>;
}

export async function logInToBox(options: BoxOptions): Promise<BoxLogin> {
  const box = await startBox(options);
  const laptop = openLaptop();
  const again = (port = box.port): Promise<Connection> => {
    laptop.know(box.hostKeyLine.replace(`:${box.port}`, `:${port}`));
    return laptop.connect(hostOf({ ...box, port }));
  };
  const end = async (): Promise<void> => {
    laptop.end();
    await box.stop();
  };
  try {
    return { box, connection: await again(), again, end };
  } catch (error) {
    await end();
    throw error;
  }
}
