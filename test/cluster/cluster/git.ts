import { parse } from 'yaml';
import type { Api } from '../plane/api.ts';
import { describe, type Manifest, mergeInto, type Named, nameOf } from '../plane/manifest.ts';

/**
 * Stands for the repository that Flux applies: remembers the manifests, and applies them the way kustomize-controller
 * does (server-side, as its field manager).
 */
export interface Git {
  commit(...manifests: readonly Manifest[]): Promise<void>;
  /** Lays a patch, YAML as it was printed, over the manifest of an object, and applies the result. */
  change(
    named: { readonly apiVersion?: string; readonly kind: string; readonly namespace?: string; readonly name: string },
    patch: string,
  ): Promise<void>;
  remove(named: Named): Promise<void>;
}

/** An empty repository of a cluster. */
export function createGit(api: Api): Git {
  const manifests = new Map<string, Manifest>();
  const commit = async (manifest: Manifest): Promise<void> => {
    manifests.set(describe(nameOf(manifest)), manifest);
    await api.apply(manifest);
  };
  return {
    async commit(...each) {
      for (const manifest of each) await commit(manifest);
    },
    async change(named, patch) {
      const key = describe({ ...named, apiVersion: '' });
      const manifest = manifests.get(key);
      if (manifest === undefined) throw new Error(`the change is for ${key}, which is not in Git`);
      await commit(mergeInto(manifest, parse(patch)) as Manifest);
    },
    async remove(named) {
      manifests.delete(describe(named));
      await api.remove(named);
    },
  };
}
