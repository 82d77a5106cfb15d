import type { FluxFailure } from './cell.ts';
import { lifecycleFailures } from './lifecycle.ts';
import { refusedFailures } from './refused.ts';
import { rolloutFailures } from './rollout.ts';
import { sourceFailures } from './source.ts';
import { storageFailures } from './storage.ts';
import { valuesFailures } from './values.ts';

/** Every way in which a HelmRelease fails, F01 to F38. */
export const FLUX_FAILURES: readonly FluxFailure[] = [
  ...rolloutFailures,
  ...storageFailures,
  ...refusedFailures,
  ...valuesFailures,
  ...sourceFailures,
  ...lifecycleFailures,
];
