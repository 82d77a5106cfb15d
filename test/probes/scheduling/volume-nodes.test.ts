import { describe, expect, it } from 'vitest';
import { volumeBar, volumeRows } from '../../../src/probes/scheduling/volume-nodes.ts';
import { node } from './objects.ts';

type Json = Readonly<Record<string, unknown>>;

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const OLD_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const tied = (key: string, ...values: readonly string[]): Json => ({
  metadata: { name: 'pv' },
  spec: {
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values }] }] } },
  },
});
const labelled = (labels: Json): Json => ({ metadata: { name: 'pv', labels } });
const at = (labels: Json): Json => node('n', {}, { labels });

/** volumebinding (node affinity) and volumezone/volume_zone.go (labels). */
describe('where a volume can be used', () => {
  it.each<[string, Json, Json, string | undefined]>([
    ['tied to nothing', { metadata: { name: 'pv' } }, at({}), undefined],
    ['its own zone', tied(ZONE, 'a'), at({ [ZONE]: 'a' }), undefined],
    ['another zone', tied(ZONE, 'b'), at({ [ZONE]: 'a' }), 'zone'],
    ["another zone by a driver's label", tied('topology.ebs.csi.aws.com/zone', 'b'), at({}), 'zone'],
    ['another node', tied('kubernetes.io/hostname', 'm'), at({}), 'nodes'],
    ['its own node', tied('kubernetes.io/hostname', 'n'), at({}), undefined],
    ['a label that is right', labelled({ [ZONE]: 'a' }), at({ [ZONE]: 'a' }), undefined],
    ['a label that is wrong', labelled({ [ZONE]: 'b' }), at({ [ZONE]: 'a' }), 'zone'],
    ['one of several values', labelled({ [ZONE]: 'a__b' }), at({ [ZONE]: 'b' }), undefined],
    ['a node without any such label', labelled({ [ZONE]: 'b' }), at({}), undefined],
    ['a node with another such label only', labelled({ [ZONE]: 'b' }), at({ [REGION]: 'r' }), 'zone'],
    ['the old name against the new one', labelled({ [OLD_ZONE]: 'a' }), at({ [ZONE]: 'a' }), undefined],
    ['the old name against another zone', labelled({ [OLD_ZONE]: 'a' }), at({ [ZONE]: 'b' }), 'zone'],
    ['the new name against the old one', labelled({ [ZONE]: 'a' }), at({ [OLD_ZONE]: 'a' }), 'zone'],
  ])('%s', (_, volume, where, bar) => {
    expect(volumeBar(volume, where)).toBe(bar);
  });

  it('names places, and nodes that are not there', () => {
    expect(volumeRows([tied('kubernetes.io/hostname', 'm', 'o')], [node('n'), node('o')])).toEqual([
      { name: 'pv', places: ['m', 'o'], gone: ['m'] },
    ]);
    expect(volumeRows([tied(ZONE, 'b')], [at({ [ZONE]: 'a' })])).toEqual([{ name: 'pv', places: ['b'], gone: [] }]);
    expect(volumeRows([tied(ZONE, 'a')], [at({ [ZONE]: 'a' })])).toEqual([]);
  });
});
