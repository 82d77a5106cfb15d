import { describe, expect, it } from 'vitest';
import { webhookEntry } from '../../src/probes/webhook-entry.ts';

const pods = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const hook = (change: object = {}) => ({
  name: 'check.example',
  clientConfig: { service: { namespace: 'policy', name: 'policy' }, caBundle: 'LS0t' },
  rules: [pods],
  ...change,
});
const configuration = (name: string, ...webhooks: object[]) => ({
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name },
  webhooks,
});
const shop = { metadata: { name: 'shop', labels: { team: 'shop', stage: 'prod' } } };
const find = (configurations: object[], more: object = {}) =>
  webhookEntry.run({
    name: 'check.example',
    resource: 'pods',
    configurations,
    scope: shop,
    labels: { app: 'web' },
    ...more,
  });

describe('webhook-entry', () => {
  it('finds the configuration and what stands behind it, with the defaults of the API', () => {
    expect(find([configuration('other', { name: 'else.example' }), configuration('house', hook())])).toMatchObject({
      found: true,
      configuration: { metadata: { name: 'house' } },
      asked: true,
      fails: true,
      failurePolicy: 'Fail',
      serviceName: 'policy',
      serviceNamespace: 'policy',
      servicePort: 443,
      backend: 'Service policy/policy',
      timeout: 10,
      trusts: true,
      reach: 'every namespace',
    });
  });

  it.each<[string, object, boolean]>([
    ['a namespace that is meant', { namespaceSelector: { matchLabels: { team: 'shop' } } }, true],
    ['another namespace', { namespaceSelector: { matchLabels: { team: 'lab' } } }, false],
    [
      'one of some',
      { namespaceSelector: { matchExpressions: [{ key: 'stage', operator: 'In', values: ['prod'] }] } },
      true,
    ],
    [
      'none of some',
      { namespaceSelector: { matchExpressions: [{ key: 'stage', operator: 'NotIn', values: ['prod'] }] } },
      false,
    ],
    [
      'a label that is there',
      { namespaceSelector: { matchExpressions: [{ key: 'stage', operator: 'Exists' }] } },
      true,
    ],
    [
      'a label that is not to be there',
      { namespaceSelector: { matchExpressions: [{ key: 'stage', operator: 'DoesNotExist' }] } },
      false,
    ],
    [
      'an operator that nobody knows',
      { namespaceSelector: { matchExpressions: [{ key: 'stage', operator: 'Like' }] } },
      false,
    ],
    ['other pods', { objectSelector: { matchLabels: { app: 'db' } } }, false],
    ['everything', { rules: [{ operations: ['*'], apiGroups: ['*'], resources: ['*'] }] }, true],
    ['changes alone', { rules: [{ ...pods, operations: ['UPDATE'] }] }, false],
    ['another kind', { rules: [{ ...pods, apiGroups: ['apps'], resources: ['deployments'] }] }, false],
  ])('knows whether it is asked about %s', (_, change, asked) => {
    expect(find([configuration('house', hook(change))])).toMatchObject({ asked });
  });

  it('judges by what was to be created', () => {
    const sets = hook({ rules: [{ operations: ['CREATE'], apiGroups: ['apps'], resources: ['replicasets'] }] });
    expect(find([configuration('house', sets)])).toMatchObject({ asked: false });
    expect(find([configuration('house', sets)], { resource: 'replicasets.apps' })).toMatchObject({ asked: true });
  });

  it('does not say whether it is asked when the namespace is not known', () => {
    expect(find([configuration('house', hook())], { scope: undefined })).toMatchObject({ found: true, asked: null });
  });

  it('prefers the one of two namesakes that is asked', () => {
    const lab = configuration('a-lab', hook({ namespaceSelector: { matchLabels: { stage: 'lab' } } }));
    expect(find([lab, configuration('b-house', hook())])).toMatchObject({
      configuration: { metadata: { name: 'b-house' } },
    });
    expect(find([lab])).toMatchObject({ configuration: { metadata: { name: 'a-lab' } }, asked: false });
  });

  it('tells a URL from a Service, a missing CA, and further conditions', () => {
    const change = {
      clientConfig: { url: 'https://policy.example/check' },
      failurePolicy: 'Ignore',
      namespaceSelector: { matchExpressions: [{ key: 'stage', operator: 'NotIn', values: ['lab', 'test'] }] },
      matchConditions: [{ name: 'no-jobs', expression: 'true' }],
    };
    expect(find([configuration('house', hook(change))])).toMatchObject({
      backend: 'a URL outside the cluster',
      serviceName: '',
      trusts: false,
      fails: false,
      reach: 'namespaces with stage notin (lab,test); 1 match condition',
    });
  });

  it('says that no configuration holds it', () => {
    expect(find([])).toMatchObject({ found: false, configuration: null, asked: false });
    expect(webhookEntry.run({ name: '', resource: 'pods', configurations: [] })).toBeUndefined();
  });
});
