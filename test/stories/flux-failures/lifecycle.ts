import { faces, type FluxFailure, nothingYet } from './cell.ts';

/** Controllers, versions, and what happens around a release. */
export const lifecycleFailures: readonly FluxFailure[] = [
  {
    id: 'F35',
    failure: 'a controller of Flux is away or overloaded',
    ...faces('helmrelease/controller-out-of-memory'),
  },
  { id: 'F36', failure: 'versions of API and client do not fit', ...nothingYet },
  {
    id: 'F37',
    failure: 'suspended, or held while it is deleted',
    fault: 'helmrelease/deletion-silent',
    decoy: 'helmrelease/deleting',
    denied: 'helmrelease/deletion-silent-denied',
  },
  {
    id: 'F38',
    failure: 'objects differ from the chart, or are gone',
    ...faces('helmrelease/deployment-gone'),
  },
];
