import { type FluxFailure, nothingYet } from './cell.ts';

/** What Helm keeps of its releases, and its locks. */
export const storageFailures: readonly FluxFailure[] = [
  { id: 'F06', failure: 'locked by an action that broke off', ...nothingYet },
  { id: 'F07', failure: 'no deployed release', ...nothingYet },
  { id: 'F08', failure: 'the name is in use', ...nothingYet },
  { id: 'F09', failure: 'a state that Helm cannot go on from', ...nothingYet },
  { id: 'F10', failure: 'the release is too large to be stored', ...nothingYet },
  { id: 'F11', failure: 'the namespace is missing or is going', ...nothingYet },
];
