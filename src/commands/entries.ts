/** The runbook that `helmrelease recover` begins with. */
export const RECOVER_ENTRY = 'helmreleases';

/** The runbook that `helmrelease lint` begins with. */
export const LINT_ENTRY = 'helmreleases-lint';

/** The runbook that says what recovery means, for `--verify`. */
export const VERIFY_ENTRY = 'helmrelease-recovered';

/** The runbook of `helmrelease list`. */
export const LIST_ENTRY = 'helmrelease-list';

/** The runbook for a release that no HelmRelease makes. */
export const WITHOUT_FLUX_ENTRY = 'release-without-flux';

/** The runbook that says why the HelmRelease that was named is not there. */
export const MISSING_ENTRY = 'helmrelease-missing';
