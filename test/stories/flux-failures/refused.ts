import { faces, type FluxFailure, nothingYet } from './cell.ts';

/** The API server refuses an object of the release. */
export const refusedFailures: readonly FluxFailure[] = [
  { id: 'F12', failure: 'an immutable field', ...nothingYet },
  { id: 'F13', failure: 'an object belongs to another release', ...faces('helmrelease/object-of-another-release') },
  { id: 'F14', failure: 'a right is missing, or a quota is used up', ...faces('helmrelease/account-without-right') },
  { id: 'F15', failure: 'admission refuses, or cannot be asked', ...nothingYet },
  { id: 'F16', failure: 'a kind is not installed', ...nothingYet },
  { id: 'F17', failure: 'the stored revision speaks of an API that is gone', ...nothingYet },
  { id: 'F18', failure: 'server-side apply refuses', ...nothingYet },
  { id: 'F19', failure: 'the target cluster is out of reach', ...nothingYet },
];
