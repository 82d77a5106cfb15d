import { createServer } from 'node:net';
import { PlaneError } from './plane-error.ts';

/** Asks whether a port of the loopback interface is free; a test hands in its own. */
export type IsFree = (port: number) => Promise<boolean>;

/**
 * A free loopback port for each name. Without `first` they are picked below the range from which the system takes the
 * ports of outgoing connections, so that nobody gets one by accident between this look and the program's start. With
 * `first` they are the ones from there on, in the order of the names; a taken one is told with the name it was for.
 */
export async function choosePorts<Name extends string>(
  names: readonly Name[],
  first?: number,
  isFree: IsFree = isPortFree,
): Promise<Readonly<Record<Name, number>>> {
  const ports: Partial<Record<Name, number>> = {};
  let next = first ?? LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST - 20 * names.length));
  for (const name of names) {
    while (!(await isFree(next))) {
      if (first !== undefined) throw new PlaneError(`${name}: port 127.0.0.1:${next} is taken`);
      if (next >= HIGHEST) throw new PlaneError(`${name}: no free port up to 127.0.0.1:${HIGHEST}`);
      next += 1;
    }
    ports[name] = next;
    next += 1;
  }
  return ports as Record<Name, number>;
}

/** Linux hands out 32768 and up for outgoing connections, macOS 49152 and up. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** Whether a server could listen there at this moment. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
