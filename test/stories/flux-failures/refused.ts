import { faces, type FluxFailure } from './cell.ts';

/** The API server refuses an object of the release. */
export const refusedFailures: readonly FluxFailure[] = [
  { id: 'F12', failure: 'an immutable field', ...faces('immutable-field/selector') },
  { id: 'F13', failure: 'an object belongs to another release', ...faces('foreign-object/object-of-another-release') },
  { id: 'F14', failure: 'a right is missing, or a quota is used up', ...faces('missing-right/account-without-right') },
  {
    id: 'F15',
    failure: 'admission refuses, or cannot be asked',
    fault: 'webhook-away/backend-crashes',
    decoy: 'webhook-away/decoy',
    denied: 'webhook-away/endpoints-denied',
  },
  { id: 'F16', failure: 'a kind is not installed', ...faces('missing-kind/nobody-brings-it') },
  {
    id: 'F17',
    failure: 'the stored revision speaks of an API that is gone',
    fault: 'missing-kind/stored-revision',
    decoy: 'missing-kind/stored-revision-decoy',
    denied: { none: 'only the version of the cluster proves it, which nobody is denied; it is never more than likely' },
  },
  { id: 'F18', failure: 'server-side apply refuses', ...faces('refused-change/duplicate-port') },
  { id: 'F19', failure: 'the target cluster is out of reach', ...faces('target-cluster/kubeconfig-missing') },
];
