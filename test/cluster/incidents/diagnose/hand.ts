import { parse } from 'yaml';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Git } from '../../cluster/git.ts';

/**
 * The same cluster, where no repository declares what runs: a printed change is made with `kubectl patch` (a strategic
 * merge, as kustomize would do it), a new object with `kubectl apply`, both by the person on call.
 */
export function byKubectl(cluster: Cluster): Cluster {
  const type = async (line: string): Promise<void> => {
    const { exit, stdout, stderr } = await cluster.type(line);
    if (exit !== 'ended with 0') throw new Error(`$ ${line}\n${exit}\n${stdout}${stderr}`);
  };
  const git: Git = {
    async commit(...manifests) {
      for (const manifest of manifests) await type(`kubectl apply -f - <<'END'\n${JSON.stringify(manifest)}\nEND`);
    },
    async change({ kind, namespace, name }, patch) {
      const where = namespace === undefined ? '' : ` -n ${namespace}`;
      await type(
        `kubectl patch ${kind} ${name}${where} --type=strategic --patch-file=/dev/stdin <<'END'\n${JSON.stringify(parse(patch))}\nEND`,
      );
    },
    async remove(named) {
      await cluster.api.remove(named);
    },
  };
  return { ...cluster, git };
}
