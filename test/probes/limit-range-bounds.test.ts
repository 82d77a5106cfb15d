import { describe, expect, it } from 'vitest';
import { limitRangeBounds } from '../../src/probes/limit-range-bounds.ts';

const range = (name: string, ...limits: object[]) => ({ kind: 'LimitRange', metadata: { name }, spec: { limits } });
const template = (...resources: object[]) => ({
  spec: { containers: resources.map((each, index) => ({ name: `c${index}`, resources: each })) },
});
const judge = (pod: object, ...ranges: object[]) => limitRangeBounds.run({ template: pod, ranges });

describe('limit-range-bounds', () => {
  it.each<[string, object, object, string]>([
    [
      'a limit above the maximum',
      { limits: { memory: '512Mi' } },
      { max: { memory: '256Mi' } },
      'container c0 has a memory limit of 512Mi, at most 256Mi per Container',
    ],
    [
      'no limit where there is a maximum',
      { requests: { cpu: '1' } },
      { max: { cpu: '2' } },
      'container c0 names no cpu limit, at most 2 per Container',
    ],
    [
      'a request below the minimum',
      { requests: { cpu: '100m' } },
      { min: { cpu: '200m' } },
      'container c0 asks for a cpu request of 100m, at least 200m per Container',
    ],
    [
      'no request where there is a minimum',
      {},
      { min: { cpu: '200m' } },
      'container c0 names no cpu request, at least 200m per Container',
    ],
    [
      'a limit far above the request',
      { limits: { cpu: '2' }, requests: { cpu: '500m' } },
      { maxLimitRequestRatio: { cpu: '3' } },
      'container c0 has a cpu limit of 4.0 times its request, at most 3 times the request per Container',
    ],
  ])('finds %s', (_, resources, limit, text) => {
    expect(judge(template(resources), range('bounds', { type: 'Container', ...limit }))).toMatchObject({
      text,
      range: { metadata: { name: 'bounds' } },
    });
  });

  it.each<[string, object, object]>([
    ['a limit that is the maximum', { limits: { memory: '256Mi' } }, { max: { memory: '256Mi' } }],
    ['a limit that stands for the request', { limits: { cpu: '300m' } }, { min: { cpu: '200m' } }],
    ['a default within its bounds', {}, { max: { cpu: '2' }, default: { cpu: '1' }, defaultRequest: { cpu: '1' } }],
    [
      'a ratio that is allowed',
      { limits: { cpu: '1500m' }, requests: { cpu: '500m' } },
      { maxLimitRequestRatio: { cpu: '3' } },
    ],
  ])('lets pass %s', (_, resources, limit) => {
    expect(judge(template(resources), range('bounds', { type: 'Container', ...limit }))).toMatchObject({
      broken: [],
      range: null,
    });
  });

  it('adds up the containers of a pod, defaults of another LimitRange included', () => {
    const defaults = range('a', { type: 'Container', default: { memory: '1Gi' } });
    const bound = range('b', { type: 'Pod', max: { memory: '1Gi' } });
    expect(judge(template({}, { limits: { memory: '512Mi' } }), bound, defaults)).toMatchObject({
      text: 'the pod has a memory limit of 1.5Gi, at most 1Gi per Pod',
      defaults: ['a'],
      range: { metadata: { name: 'b' } },
    });
  });

  it('judges init containers as well', () => {
    const pod = { spec: { initContainers: [{ name: 'init', resources: { limits: { cpu: '4' } } }], containers: [] } };
    expect(judge(pod, range('b', { type: 'Container', max: { cpu: '2' } }))).toMatchObject({
      text: 'container init has a cpu limit of 4, at most 2 per Container',
    });
  });

  it('finds a default limit below the request, and not one that the template names itself', () => {
    const defaults = range('low', { type: 'Container', default: { memory: '512Mi' } });
    const asked = { requests: { memory: '1Gi' } };
    expect(judge(template(asked), defaults)).toMatchObject({
      clashText: 'container c0 requests 1Gi of memory and may use 512Mi; the limit is a default of LimitRange low',
      clashRange: { metadata: { name: 'low' } },
    });
    expect(judge(template({ ...asked, limits: { memory: '512Mi' } }), defaults)).toMatchObject({ clashes: [] });
  });

  it('names what a container still lacks', () => {
    const defaults = range('a', { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '1' } });
    expect(judge(template({ limits: { memory: '1Gi' } }), defaults)).toMatchObject({
      unnamed: ['limits.ephemeral-storage', 'requests.ephemeral-storage'],
    });
    expect(judge(template({}))).toMatchObject({
      unnamed: expect.arrayContaining(['limits.cpu', 'requests.memory']) as unknown,
      defaults: [],
    });
  });

  it('knows nothing without a template', () => {
    expect(judge({})).toBeUndefined();
  });

  it.each<[string, object, string]>([
    [
      'above the maximum',
      { max: { storage: '5Gi' } },
      'claim data asks for 10Gi of storage, at most 5Gi per PersistentVolumeClaim',
    ],
    [
      'below the minimum',
      { min: { storage: '20Gi' } },
      'claim data asks for 10Gi of storage, at least 20Gi per PersistentVolumeClaim',
    ],
    ['at both', { min: { storage: '10Gi' }, max: { storage: '10Gi' } }, ''],
  ])('holds a claim against its own bounds, %s', (_, limit, text) => {
    const claims = [{ metadata: { name: 'data' }, spec: { resources: { requests: { storage: '10Gi' } } } }];
    const ranges = [range('b', { type: 'PersistentVolumeClaim', ...limit })];
    expect(limitRangeBounds.run({ template: template({}), ranges, claims })).toMatchObject({ text });
    expect(limitRangeBounds.run({ template: template({}), ranges })).toMatchObject({ text: '' });
  });
});
