import { describe, expect, it } from 'vitest';
import { nodeGroupRoom } from '../../../src/probes/aws/node-group-room.ts';

type Part = Readonly<Record<string, unknown>>;

const sizes = (minSize: number, desiredSize: number, maxSize: number): Part => ({
  scalingConfig: { minSize, desiredSize, maxSize },
});
const whole = {
  nodegroupName: 'workspaces',
  status: 'ACTIVE',
  ...sizes(2, 4, 6),
  health: { issues: [] },
  resources: { autoScalingGroups: [{ name: 'eks-workspaces-7c2b' }] },
  subnets: ['subnet-0a', 'subnet-0b'],
  instanceTypes: ['m6i.2xlarge'],
  capacityType: 'ON_DEMAND',
};

function room(change: Part = {}, more?: number): Part | undefined {
  return nodeGroupRoom.run({ group: { nodegroup: { ...whole, ...change } }, ...(more === undefined ? {} : { more }) });
}

describe('node-group-room', () => {
  it('tells what the group has and may have', () => {
    expect(room()).toMatchObject({
      ...{ name: 'workspaces', status: 'ACTIVE', min: 2, desired: 4, max: 6, room: 2, atMax: false },
      ...{ scalingGroups: ['eks-workspaces-7c2b'], subnets: ['subnet-0a', 'subnet-0b'], market: 'on-demand' },
      ...{ types: ['m6i.2xlarge'], issuesKnown: true, issues: [], issueText: '' },
    });
  });

  it.each([
    ['one more fits below the maximum', sizes(2, 4, 6), undefined, 5, 6],
    ['as many as fit', sizes(2, 4, 6), 2, 6, 6],
    ['more than fit raise the maximum too', sizes(2, 4, 6), 5, 9, 9],
    ['one above the maximum', sizes(2, 6, 6), 1, 7, 7],
    ['a group that stands empty', sizes(0, 0, 0), 1, 1, 1],
    ['never fewer than the minimum, which AWS refuses', sizes(8, 4, 10), 1, 8, 10],
    ['nor a minimum above the maximum', sizes(8, 4, 6), 1, 8, 8],
    ['a part of a node is a whole one', sizes(2, 4, 6), 0.2, 5, 6],
  ])('%s', (_, change, more, wanted, enough) => {
    expect(room(change, more)).toMatchObject({ wanted, enough });
  });

  it('is at its maximum with the last node, and above it after the maximum was lowered', () => {
    expect(room(sizes(2, 6, 6))).toMatchObject({ atMax: true, room: 0 });
    expect(room(sizes(2, 7, 6))).toMatchObject({ atMax: true, room: 0, wanted: 8, enough: 8 });
  });

  it('tells what EKS says is wrong, in an active group too', () => {
    const issues = [
      { code: 'AsgInstanceLaunchFailures', message: 'Could not launch', resourceIds: ['eks-1', 'eks-2'] },
    ];
    expect(room({ health: { issues } })).toMatchObject({
      status: 'ACTIVE',
      codes: ['AsgInstanceLaunchFailures'],
      issueText: 'AsgInstanceLaunchFailures: Could not launch (eks-1, eks-2)',
    });
  });

  it('does not take health that is missing for good health', () => {
    expect(room({ health: undefined })).toMatchObject({ issuesKnown: false });
    expect(room({ health: { issues: 'none' } })).toMatchObject({ issuesKnown: false });
  });

  it.each([
    ['no group', { nodegroup: undefined }],
    ['no sizes', { nodegroup: { ...whole, scalingConfig: undefined } }],
    [
      'sizes that are texts',
      { nodegroup: { ...whole, scalingConfig: { minSize: '1', desiredSize: '1', maxSize: '1' } } },
    ],
    ['no status', { nodegroup: { ...whole, status: undefined } }],
    ['a list', []],
    ['nothing', undefined],
  ])('says nothing of %s', (_, group) => {
    expect(nodeGroupRoom.run({ group })).toBeUndefined();
  });

  it('reads spot in any case, and a group whose launch template names the types', () => {
    expect(room({ capacityType: 'spot', instanceTypes: undefined })).toMatchObject({ market: 'spot', types: [] });
  });
});
