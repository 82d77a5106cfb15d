import { existsSync } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import type { CommonOptions } from '../cli/common-options.ts';

/** What the words of `helmrelease lint` mean. */
export interface LintPlaces {
  /** `namespace/name` as it was typed. */
  readonly target: string | undefined;
  /** Files and folders; none means the cluster. */
  readonly files: readonly string[];
}

/**
 * Tells the name of a HelmRelease from files: what exists is a file, and so is what is written like one. Throws
 * `UsageError` for two names, and for files beside flags that mean a cluster.
 */
export function placesOf(words: readonly string[], options: CommonOptions): LintPlaces {
  const files = words.filter(isFile);
  const [target, second] = words.filter((word) => !isFile(word));
  if (second !== undefined)
    throw new UsageError(`${target ?? ''} and ${second} are two names`, 'one HelmRelease, or none for all of them');
  if (files.length > 0) refuseCluster(options);
  return { target, files };
}

function isFile(word: string): boolean {
  return /^[./~]|\.(ya?ml|json)$|\/.*\//.test(word) || word.endsWith('/') || existsSync(word);
}

function refuseCluster({ from, context, kubeconfig, as, asGroups }: CommonOptions): void {
  const given = {
    '--from': from,
    '--context': context,
    '--kubeconfig': kubeconfig,
    '--as': as,
    '--as-group': asGroups[0],
  };
  const flag = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (flag === undefined) return;
  throw new UsageError(
    `files are looked at instead of a cluster, so ${flag} has no place beside them`,
    'use one of them',
  );
}
