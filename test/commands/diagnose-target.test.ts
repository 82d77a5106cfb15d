import { describe, expect, it, test } from 'vitest';
import { parseDiagnoseTarget } from '../../src/commands/diagnose-target.ts';
import { findWorkload } from '../../src/commands/diagnose-find.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { Query } from '../../src/model/query.ts';
import { workloadKindOf } from '../../src/text/workload-kinds.ts';

describe('a name', () => {
  it.each<[string, string | undefined, string | null, string | null, string]>([
    ['web', undefined, null, null, 'web'],
    ['web', 'shop', 'shop', null, 'web'],
    ['deploy/web', undefined, null, 'Deployment', 'web'],
    ['STS/db', 'shop', 'shop', 'StatefulSet', 'db'],
    ['shop/web', undefined, 'shop', null, 'web'],
    ['shop/web', 'shop', 'shop', null, 'web'],
    ['shop/ds/agent', undefined, 'shop', 'DaemonSet', 'agent'],
    ['shop/deployments.apps/web', undefined, 'shop', 'Deployment', 'web'],
    ['jobs/job/x', undefined, 'jobs', 'Job', 'x'],
    ['po/web-0', undefined, null, 'Pod', 'web-0'],
    ['cj/nightly', undefined, null, 'CronJob', 'nightly'],
  ])('%s with -n %s', (text, given, namespace, kind, name) => {
    const target = parseDiagnoseTarget(text, given);
    expect([target.namespace, target.kind?.kind ?? null, target.name]).toEqual([namespace, kind, name]);
  });

  it.each<[string, string | undefined, RegExp]>([
    ['', undefined, /"" is not the name of a workload/],
    ['shop/', undefined, /is not the name of a workload/],
    ['/web', undefined, /"" is not the name of a namespace/],
    ['a/b/c/d', undefined, /is not the name of a workload/],
    ['shop/service/web', undefined, /service is no kind of workload/],
    ['shop/Web', undefined, /is not the name of a workload/],
    ['shop/web', 'other', /shop\/web and -n other name different namespaces/],
    ['../secrets', undefined, /"\.\." is not the name of a namespace/],
  ])('%j with -n %j is refused', (text, given, message) => {
    expect(() => parseDiagnoseTarget(text, given)).toThrow(message);
  });

  it('of a kind that was mistyped comes with the kind that was meant', () => {
    expect(() => parseDiagnoseTarget('shop/deplyment/web', undefined)).toThrow(
      expect.objectContaining({ hint: 'did you mean deployment/…?' }),
    );
  });
});

test('a word of another kind means none', () => {
  expect(workloadKindOf('service')).toBeUndefined();
  expect(workloadKindOf('pods.apps')).toBeUndefined();
});

type Objects = Readonly<Record<string, Fact>>;

const object = (kind: string, namespace: string | undefined, name: string): unknown => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});
const known = (value: unknown): Fact => ({ state: 'known', value });
const denied: Fact = { state: 'denied', need: 'get deployments.apps' };

/** Answers by `list RESOURCE NAMESPACE` or `get RESOURCE NAMESPACE/NAME`; there is nothing else. */
function asking(answers: Objects) {
  return (query: Query): Promise<Fact> => {
    if (query.from === 'list')
      return Promise.resolve(answers[`list ${query.resource} ${query.namespace ?? '*'}`] ?? known([]));
    if (query.from !== 'get') throw new Error(`asked for ${query.from}`);
    const place = query.namespace === null ? query.name : `${query.namespace}/${query.name}`;
    return Promise.resolve(answers[`get ${query.resource} ${place}`] ?? { state: 'absent', what: 'object' });
  };
}

const find = (typed: string, answers: Objects): Promise<unknown> =>
  findWorkload({ ...parseDiagnoseTarget(typed, 'shop'), namespace: 'shop' }, asking(answers));
const SHOP: Objects = { 'get namespaces shop': known(object('Namespace', undefined, 'shop')) };

describe('what was named', () => {
  const web = object('Deployment', 'shop', 'web');

  it('is found', async () => {
    expect(await find('deploy/web', { 'get deployments.apps shop/web': known(web) })).toBe(web);
    expect(await find('web', { 'get deployments.apps shop/web': known(web) })).toBe(web);
  });

  it('is no pod where a workload has the name as well', async () => {
    const pod = known(object('Pod', 'shop', 'web'));
    expect(await find('web', { 'get deployments.apps shop/web': known(web), 'get pods shop/web': pod })).toBe(web);
  });

  it('has to be told from another of the name', async () => {
    const set = known(object('StatefulSet', 'shop', 'web'));
    await expect(
      find('web', { 'get deployments.apps shop/web': known(web), 'get statefulsets.apps shop/web': set }),
    ).rejects.toMatchObject({
      message: 'shop/web is a Deployment and a StatefulSet',
      hint: 'say which: shop/deployment/web or shop/statefulset/web',
    });
  });

  it('is not said to be missing where it may not be read, or its kind is not served', async () => {
    expect(await find('deploy/web', { 'get deployments.apps shop/web': denied })).toBeNull();
    expect(await find('web', { 'get deployments.apps shop/web': denied })).toBeNull();
    expect(await find('deploy/web', { 'get deployments.apps shop/web': { state: 'absent', what: 'kind' } })).toBeNull();
  });

  it.each<[string, Objects, string]>([
    [
      'with the nearest name of the namespace',
      { 'list deployments.apps shop': known([object('Deployment', 'shop', 'web')]) },
      'did you mean shop/deployment/web?',
    ],
    [
      'with the same name elsewhere',
      { 'list statefulsets.apps *': known([object('StatefulSet', 'data', 'wev')]) },
      'elsewhere: data/statefulset/wev',
    ],
    [
      'with the nearest name elsewhere',
      { 'list statefulsets.apps *': known([object('StatefulSet', 'data', 'wet')]) },
      'did you mean data/statefulset/wet?',
    ],
    [
      'with what there is',
      { 'list daemonsets.apps shop': known([object('DaemonSet', 'shop', 'agent')]) },
      'there: shop/daemonset/agent',
    ],
    ['with nothing', {}, 'there is none in namespace shop'],
  ])('and is missing is told %s', async (_how, answers, hint) => {
    await expect(find('wev', { ...SHOP, ...answers })).rejects.toMatchObject({
      message: 'there is no workload or pod shop/wev',
      hint,
    });
  });

  it('in a namespace that is missing is told with the nearest namespace', async () => {
    const namespaces = known([object('Namespace', undefined, 'shops')]);
    await expect(find('web', { 'list namespaces *': namespaces })).rejects.toMatchObject({
      message: 'there is no namespace shop',
      hint: 'did you mean shops?',
    });
  });
});
