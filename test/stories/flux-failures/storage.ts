import { faces, type FluxFailure } from './cell.ts';

/** What Helm keeps of its releases, and its locks. */
export const storageFailures: readonly FluxFailure[] = [
  { id: 'F06', failure: 'locked by an action that broke off', ...faces('helm-lock/locked') },
  { id: 'F07', failure: 'no deployed release', ...faces('helm-storage/uninstall-broke-off') },
  {
    id: 'F08',
    failure: 'the name is in use',
    fault: 'helm-storage/name-of-other-release',
    decoy: 'helm-storage/name-in-use-decoy',
    denied: 'helm-storage/name-in-use-denied',
  },
  { id: 'F09', failure: 'a state that Helm cannot go on from', ...faces('helm-storage/state-unknown') },
  { id: 'F10', failure: 'the release is too large to be stored', ...faces('helm-storage/too-large') },
  {
    id: 'F11',
    failure: 'the namespace is missing or is going',
    fault: 'missing-namespace/missing',
    decoy: 'missing-namespace/decoy',
    denied: 'missing-namespace/missing-denied',
  },
];
