import { describe, expect, it } from 'vitest';
import { immutableFields } from '../../src/probes/immutable-fields.ts';

const SELECTOR = (name: string): string =>
  `cannot patch "${name}" with kind Deployment: Deployment.apps "${name}" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"new"}}: field is immutable`;
const deployment = (name: string, app: string) => ({
  kind: 'Deployment',
  metadata: { name },
  spec: { selector: { matchLabels: { app } } },
});

function lines(said: string, objects: readonly unknown[] = []): unknown {
  return immutableFields.run({ text: said, objects })?.['lines'];
}

describe('immutable-fields', () => {
  it('reads the refusals that Helm joins, one line for each', () => {
    const objects = [deployment('a', 'old'), deployment('b', 'old')];
    const found = immutableFields.run({ text: `${SELECTOR('a')} && ${SELECTOR('b')}`, objects });
    expect(found).toMatchObject({ kinds: ['Deployment'], names: ['a', 'b'], count: 2, held: true, settled: false });
    expect(found?.['objects']).toBe('Deployment a and Deployment b');
    expect(found?.['orphans']).toEqual([
      { kind: 'Deployment', name: 'a' },
      { kind: 'Deployment', name: 'b' },
    ]);
    expect(String(found?.['lines']).split('\n')).toEqual([
      'Deployment a, spec.selector: field is immutable (it is app=old, wanted is app=new)',
      'Deployment b, spec.selector: field is immutable (it is app=old, wanted is app=new)',
    ]);
  });

  it.each([
    ['which is gone', []],
    ['which has the wanted value by now', [deployment('a', 'new')]],
  ])('calls it settled for an object %s', (_, objects) => {
    expect(immutableFields.run({ text: SELECTOR('a'), objects })).toMatchObject({ settled: true, held: false });
  });

  it.each([
    ['parameters: Forbidden: updates to parameters are forbidden.', 'parameters: updates to parameters are forbidden'],
    ['volumeBindingMode: Invalid value: "Immediate": field is immutable', 'volumeBindingMode: field is immutable'],
    ['data: Forbidden: field is immutable when `immutable` is set', 'data: field is immutable when `immutable` is set'],
    [
      'roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"b"}: cannot change roleRef',
      'roleRef: cannot change roleRef',
    ],
    ['[a.b: Invalid value: 1: field is immutable, c: Required value]', 'a.b: field is immutable'],
  ])('reads %s', (detail, line) => {
    expect(lines(`Thing.example "x" is invalid: ${detail}`)).toBe(`Thing x, ${line}`);
  });

  it('tells a role that a binding names as the API server spells it', () => {
    const said = `RoleBinding.rbac.authorization.k8s.io "x" is invalid: roleRef: Invalid value: {"APIGroup":"g","Kind":"Role","Name":"b"}: cannot change roleRef`;
    const live = { kind: 'RoleBinding', metadata: { name: 'x' }, roleRef: { apiGroup: 'g', kind: 'Role', name: 'b' } };
    expect(immutableFields.run({ text: said, objects: [live] })).toMatchObject({ settled: true });
  });

  it('holds a cluster IP against the whole list, which the refusal quotes', () => {
    const said = 'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set';
    const live = { kind: 'Service', metadata: { name: 'web' }, spec: { clusterIPs: ['10.0.0.1'] } };
    expect(lines(said, [live])).toContain('(it is ["10.0.0.1"], wanted is ["None"])');
  });

  it('says of a StatefulSet which fields are left, and its claims', () => {
    const said = `StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals' and 'template' are forbidden`;
    const claim = {
      metadata: { name: 'data' },
      spec: { storageClassName: 'fast', resources: { requests: { storage: '8Gi' } } },
    };
    const live = { kind: 'StatefulSet', metadata: { name: 'db' }, spec: { volumeClaimTemplates: [claim] } };
    expect(lines(said, [live])).toMatch(/volumeClaimTemplates are left\. Its claims are data of 8Gi in fast\.$/);
  });

  it('tells Jobs that have ended from those that have not, and quotes no whole template', () => {
    const template = JSON.stringify({ Spec: { Containers: ['x'.repeat(600)] } });
    const said = `Job.batch "seed" is invalid: spec.template: Invalid value: ${template}: field is immutable`;
    const job = (status: object) => ({ kind: 'Job', metadata: { name: 'seed' }, spec: { template: {} }, status });
    const ended = job({ conditions: [{ type: 'Complete', status: 'True' }] });
    expect(immutableFields.run({ text: said, objects: [ended] })).toMatchObject({
      finished: [{ kind: 'Job', name: 'seed' }],
      unfinished: [],
      lines: 'Job seed, spec.template: field is immutable',
    });
    expect(immutableFields.run({ text: said, objects: [job({ active: 1 })] })).toMatchObject({
      finished: [],
      unfinished: [{ kind: 'Job', name: 'seed' }],
    });
  });

  it('knows nothing of other words', () => {
    expect(immutableFields.run({ text: 'context deadline exceeded' })).toBeUndefined();
  });
});
