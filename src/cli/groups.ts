import type { CommandGroup } from './command-spec.ts';

/** The words that hold several commands. */
export const HELMRELEASE: CommandGroup = { name: 'helmrelease', alias: 'hr', description: 'HelmReleases of Flux' };
export const RUNBOOK: CommandGroup = { name: 'runbook', description: 'decision trees: look at them, check your own' };
export const WORKSHOP: CommandGroup = { name: 'workshop', description: 'a workshop over several clusters' };
