import type { Fault } from './fault.ts';
import { kindFaults } from './kind-faults.ts';
import { serverFaults } from './server-faults.ts';
import { wayFaults } from './way-faults.ts';

/** Every fault; each is driven through every example of every command that looks at a cluster. */
export const faultTable: readonly Fault[] = [...serverFaults, ...kindFaults, ...wayFaults];
