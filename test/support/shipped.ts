import { fileURLToPath } from 'node:url';
import { probes } from '../../src/probes/index.ts';
import { loadCatalogue } from '../../src/runbook/catalogue.ts';

/** The folder of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The runbooks of this repository, read from their files. */
export const catalogue = loadCatalogue(`${root}runbooks`, probes);
