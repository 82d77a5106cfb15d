import { describe, expect, it } from 'vitest';
import { affinityReach } from '../../src/probes/affinity-reach.ts';
import { pod } from './scheduling/objects.ts';

type Json = Readonly<Record<string, unknown>>;

const CACHE = { matchLabels: { app: 'cache' } };
const ruled = (kind: string, namespaceSelector: unknown, labels: Json, name = 'me'): Json =>
  pod(
    name,
    {},
    {
      labels,
      spec: {
        affinity: {
          [kind]: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { labelSelector: CACHE, namespaceSelector, topologyKey: 'kubernetes.io/hostname' },
            ],
          },
        },
      },
    },
  );
const picks = { matchLabels: { tier: 'back' } };
const cache = pod('cache', {}, { labels: { app: 'cache' }, namespace: 'two' });
const plain = pod('me', {}, { labels: { app: 'web' } });

describe('affinity-reach', () => {
  it.each<[string, Json, readonly Json[], boolean]>([
    ['no rule at all', plain, [cache], false],
    ['affinity that picks namespaces', ruled('podAffinity', picks, {}), [cache], true],
    ['anti-affinity that picks namespaces', ruled('podAntiAffinity', picks, {}), [cache], true],
    ['whose labels match nobody', ruled('podAffinity', picks, {}), [plain], false],
    ['all namespaces need no labels', ruled('podAffinity', {}, {}), [cache], false],
    ['none but its own', ruled('podAffinity', undefined, {}), [cache], false],
    ['the rule of another that is about it', cache, [ruled('podAntiAffinity', picks, {}, 'lonely')], true],
    ['the rule of another that is not', plain, [ruled('podAntiAffinity', picks, {}, 'lonely')], false],
    ["another's affinity is no matter", cache, [ruled('podAffinity', picks, {}, 'fond')], false],
    ['itself as the first of its group', ruled('podAffinity', picks, { app: 'cache' }), [], true],
  ])('%s', (_, asking, pods, picksNamespaces) => {
    expect(affinityReach.run({ pod: asking, pods })).toEqual({ picksNamespaces });
  });

  it('needs a pod', () => {
    expect(affinityReach.run({ pod: {}, pods: [] })).toBeUndefined();
  });
});
