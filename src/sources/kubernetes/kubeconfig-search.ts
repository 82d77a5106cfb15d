import { delimiter, join } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import { parseKubeconfig, type Kubeconfig } from './kubeconfig-file.ts';
import { errorCode } from './trouble.ts';
import { whyUnreadable } from './unreadable.ts';
import type { KubeconfigOptions, ReadFile } from './kube-context.ts';

/** What the search found, and where it looked. */
export interface KubeconfigSearch {
  /** Undefined when none of the files exists. */
  readonly config: Kubeconfig | undefined;
  readonly looked: readonly string[];
  /** A person named the files: then nothing else may be used in their place. */
  readonly explicit: boolean;
}

/**
 * Reads the kubeconfig files by kubectl's rules: the flag alone, else every file of `KUBECONFIG` with the first one to
 * say something winning, else `~/.kube/config`. Missing files of a list are skipped. Throws `UsageError` for a file
 * that is unreadable, malformed, or together without any context.
 */
export function readKubeconfigs(options: KubeconfigOptions & { readFile: ReadFile }): KubeconfigSearch {
  const { files, explicit } = filesOf(options);
  const found = files.flatMap((path) => {
    const text = readIfThere(path, options.readFile);
    return text === undefined ? [] : [{ path, config: parseKubeconfig(text, path), empty: text.trim() === '' }];
  });
  if (options.kubeconfig && found.length === 0) {
    throw new UsageError(`there is no kubeconfig ${options.kubeconfig}`, 'check the path given with --kubeconfig');
  }
  const config = found.length === 0 ? undefined : merge(found.map((file) => file.config));
  if (config && config.contexts.size === 0) throw withoutContexts(found);
  return { config, looked: files, explicit };
}

function filesOf({ kubeconfig, env, home }: KubeconfigOptions): { files: string[]; explicit: boolean } {
  if (kubeconfig) return { files: [kubeconfig], explicit: true };
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return { files: listed, explicit: true };
  return { files: [join(home, '.kube', 'config')], explicit: false };
}

function readIfThere(path: string, readFile: ReadFile): string | undefined {
  try {
    return readFile(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(
      `the kubeconfig ${path} cannot be read: ${whyUnreadable(error)}`,
      'name another with --kubeconfig FILE',
    );
  }
}

function merge(configs: readonly Kubeconfig[]): Kubeconfig {
  return {
    currentContext: configs.find((config) => config.currentContext !== undefined)?.currentContext,
    clusters: firstWins(configs.map((config) => config.clusters)),
    users: firstWins(configs.map((config) => config.users)),
    contexts: firstWins(configs.map((config) => config.contexts)),
  };
}

function firstWins<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  const merged = new Map<string, T>();
  for (const map of maps) {
    for (const [name, entry] of map) if (!merged.has(name)) merged.set(name, entry);
  }
  return merged;
}

function withoutContexts(found: readonly { path: string; empty: boolean }[]): UsageError {
  const names = found.map(({ path, empty }) => (empty ? `${path} (an empty file)` : path)).join(', ');
  return new UsageError(`the kubeconfig ${names} holds no contexts`, 'name another with --kubeconfig FILE');
}
