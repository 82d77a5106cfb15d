import { condition, object, type Built } from './build.ts';

/** What a definition of a kind differs in. */
export interface Definition {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** When it was applied, RFC 3339; its names are accepted and it is established within the second. */
  readonly created: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A CustomResourceDefinition of one namespaced kind in one version, as kube-apiserver 1.34 returns it once it serves it. */
export function definition({ group, plural, kind, created, labels = {} }: Definition): Built {
  const names = { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` };
  return object(
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      namespace: null,
      name: `${plural}.${group}`,
      created,
    },
    {
      metadata: { generation: 1, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
      spec: {
        group,
        names,
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true }],
        conversion: { strategy: 'None' },
      },
      status: {
        conditions: [
          condition('NamesAccepted', 'True', 'NoConflicts', 'no conflicts found', created),
          condition('Established', 'True', 'InitialNamesAccepted', 'the initial names have been accepted', created),
        ],
        acceptedNames: names,
        storedVersions: ['v1'],
      },
    },
  );
}
