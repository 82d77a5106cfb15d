import type { CommandGroup } from './command-spec.ts';

/** `kubedoc helmrelease …`, the word that holds the commands about releases. */
export const HELMRELEASE: CommandGroup = { name: 'helmrelease', alias: 'hr', description: 'HelmReleases of Flux' };

/** `kubedoc runbook …`, for whoever writes or reads runbooks. */
export const RUNBOOK: CommandGroup = { name: 'runbook', description: 'decision trees: look at them, check your own' };

/** `kubedoc workshop …`, what looks at several clusters at once. */
export const WORKSHOP: CommandGroup = { name: 'workshop', description: 'a workshop over several clusters' };
