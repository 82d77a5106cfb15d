import { describe, expect, it } from 'vitest';
import { webhooksInTrouble } from '../../src/probes/webhooks-in-trouble.ts';

const pods = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' };
const hook = (change: object = {}) => ({
  name: 'check.example',
  clientConfig: { service: { namespace: 'policy', name: 'policy' }, caBundle: 'LS0t' },
  rules: [pods],
  ...change,
});
const configuration = (name: string, ...webhooks: object[]) => ({ metadata: { name }, webhooks });
const shop = { metadata: { name: 'shop', labels: { team: 'shop' } } };
const slice = (ready: boolean, namespace = 'policy') => ({
  metadata: { namespace, labels: { 'kubernetes.io/service-name': 'policy' } },
  endpoints: [{ conditions: { ready } }],
});
const sift = (webhook: object, slices: object[] = []) =>
  webhooksInTrouble.run({ configurations: [configuration('house', webhook)], namespaces: [shop], slices });

describe('webhooks-in-trouble', () => {
  it.each<[string, object[], boolean]>([
    ['no endpoint at all', [], true],
    ['none that is ready', [slice(false)], true],
    ['one that is ready', [slice(false), slice(true)], false],
    ['one of another Service of that name', [slice(true, 'lab')], true],
  ])('tells from the endpoints whether a webhook is away: %s', (_, slices, away) => {
    expect(sift(hook(), slices)?.['webhooks']).toMatchObject([{ name: 'check.example', away, untrusted: false }]);
  });

  it.each<[string, object, number]>([
    ['failurePolicy left out', {}, 1],
    ['failurePolicy Ignore', { failurePolicy: 'Ignore' }, 0],
    ['another namespace', { namespaceSelector: { matchLabels: { team: 'lab' } } }, 0],
    ['this namespace', { namespaceSelector: { matchLabels: { team: 'shop' } } }, 1],
    ['objects of the cluster alone', { rules: [{ ...pods, scope: 'Cluster' }] }, 0],
    ['no rule', { rules: [] }, 0],
  ])('counts those that have to answer here: %s', (_, change, count) => {
    expect(sift(hook(change))?.['webhooks']).toHaveLength(count);
  });

  it('says of a Service without a CA that nothing is trusted, and nothing of a URL', () => {
    const service = { namespace: 'policy', name: 'policy' };
    expect(sift(hook({ clientConfig: { service } }))?.['webhooks']).toMatchObject([{ untrusted: true }]);
    const url = sift(hook({ clientConfig: { url: 'https://policy.example' } }));
    expect(url).toMatchObject({ webhooks: [{ away: false, untrusted: false }], services: [], looked: 1 });
  });

  it('names each Service once', () => {
    const configurations = [configuration('b', hook(), hook({ name: 'second.example' })), configuration('a', hook())];
    const all = webhooksInTrouble.run({ configurations, namespaces: [shop], slices: [] });
    expect(all?.['services']).toEqual(['policy']);
    expect(all?.['looked']).toBe(3);
  });

  it('knows nothing without the lists', () => {
    expect(webhooksInTrouble.run({ configurations: [], namespaces: [shop] })).toBeUndefined();
  });
});
