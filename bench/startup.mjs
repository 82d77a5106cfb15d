import { fileURLToPath } from 'node:url';
import { nodeProcess, ratio } from './measure.mjs';

const KUBEDOC = fileURLToPath(new URL('../bin/kubedoc.js', import.meta.url));

/** `kubedoc --version` against a Node process that does nothing. */
export const startup = {
  name: 'startup --version',
  limit: 1.2,
  measure: (runs) =>
    ratio(
      () => nodeProcess([KUBEDOC, '--version']),
      () => nodeProcess(['-e', '0']),
      runs,
    ),
};
