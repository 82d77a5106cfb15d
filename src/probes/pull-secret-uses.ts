import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, field, list, nameOf, namespaceOf, text } from './read.ts';

/** Which pull secrets pods use, and which their ServiceAccounts would give to new ones. */
export const pullSecretUses: Probe = {
  name: 'pull-secret-uses',
  computes: 'Which pull secrets some pods and their ServiceAccounts name, with the registries of the images.',
  params: {
    pods: { is: 'list', means: 'the pods' },
    accounts: { is: 'list', means: 'the ServiceAccounts' },
  },
  returns: {
    rows: 'one row per namespace and name of a Secret: namespace, name, by (the first ServiceAccount or pod that names it), users (pods, a count), registries (of their images, as one line), onlyEcr (whether all are of Amazon ECR)',
    pods: 'how many pods were looked at (a count)',
    without: 'how many of them name none (a count)',
  },
  run({ pods, accounts }): ProbeResult | undefined {
    if (!Array.isArray(pods) || !Array.isArray(accounts)) return undefined;
    const uses = list(pods).flatMap((pod) => usesOf(pod, accountOf(pod, list(accounts))));
    const keys = [...new Set(uses.map(({ key }) => key))].toSorted(compareText);
    return {
      rows: keys.map((key) => rowOf(uses.filter((use) => use.key === key))),
      pods: pods.length,
      without: list(pods).filter((pod) => !uses.some((use) => use.pod === pod)).length,
    };
  },
};

interface Use {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly by: unknown;
  readonly pod: unknown;
}

function accountOf(pod: unknown, accounts: readonly unknown[]): unknown {
  const name = text(field(pod, 'spec.serviceAccountName')) || 'default';
  return accounts.find((each) => nameOf(each) === name && namespaceOf(each) === namespaceOf(pod));
}

/** A pod that names none is given those of its ServiceAccount when it is made (ServiceAccount admission), and keeps them. */
function usesOf(pod: unknown, account: unknown): readonly Use[] {
  const namespace = namespaceOf(pod);
  const given = namesIn(entry(account, 'imagePullSecrets'));
  const own = namesIn(field(pod, 'spec.imagePullSecrets'));
  return [...new Set([...own, ...given])].map((name) => ({
    key: `${namespace}/${name}`,
    namespace,
    name,
    by: given.includes(name) ? account : pod,
    pod,
  }));
}

function namesIn(references: unknown): readonly string[] {
  return list(references)
    .map((each) => text(entry(each, 'name')))
    .filter((name) => name !== '');
}

function rowOf(uses: readonly Use[]): ProbeResult {
  const [first] = uses;
  const images = uses.flatMap(({ pod }) =>
    list(field(pod, 'spec.containers')).map((each) => text(entry(each, 'image'))),
  );
  const registries = [...new Set(images.map(registryOf))].toSorted(compareText);
  return {
    namespace: first?.namespace ?? '',
    name: first?.name ?? '',
    by: first?.by ?? null,
    users: uses.length,
    registries: registries.join(', '),
    onlyEcr: registries.length > 0 && registries.every((each) => each.includes('.dkr.ecr.')),
  };
}

/** What comes before the first slash is a host where it has a dot or a port (distribution, reference grammar). */
function registryOf(image: string): string {
  return /^([^/]*[.:][^/]*|localhost)\//.exec(image)?.[1] ?? 'docker.io';
}
