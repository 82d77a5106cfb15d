import { faces, type FluxFailure } from './cell.ts';

/** Controllers, versions, and what happens around a release. */
export const lifecycleFailures: readonly FluxFailure[] = [
  {
    id: 'F35',
    failure: 'a controller of Flux is away or overloaded',
    ...faces('flux-controllers/out-of-memory'),
  },
  {
    id: 'F36',
    failure: 'versions of API and client do not fit',
    ...faces('helmrelease/stored-version-left'),
  },
  {
    id: 'F37',
    failure: 'suspended, or held while it is deleted',
    fault: 'release-deletion/silent',
    decoy: 'release-deletion/made-anew-decoy',
    denied: 'release-deletion/silent-denied',
  },
  {
    id: 'F38',
    failure: 'objects differ from the chart, or are gone',
    ...faces('release-drift/deployment-gone'),
  },
];
