import { describe, expect, it } from 'vitest';
import { nodeGroupMachines } from '../../../src/probes/aws/node-group-machines.ts';

type Part = Readonly<Record<string, unknown>>;

const group = (of: string, change: Part = {}): Part => ({
  of,
  state: 'known',
  answer: {
    nodegroup: {
      nodegroupName: of,
      instanceTypes: ['m6i.2xlarge'],
      capacityType: 'ON_DEMAND',
      amiType: 'AL2023_x86_64_STANDARD',
      diskSize: 100,
      ...change,
    },
  },
});
const shape = (type: string, vcpus: number, mebibytes: number, change: Part = {}): Part => ({
  InstanceType: type,
  VCpuInfo: { DefaultVCpus: vcpus },
  MemoryInfo: { SizeInMiB: mebibytes },
  ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
  NetworkInfo: { MaximumNetworkInterfaces: 4, Ipv4AddressesPerInterface: 15 },
  ...change,
});
const types = { InstanceTypes: [shape('m6i.2xlarge', 8, 32768), shape('t3.medium', 2, 4096)] };
const podLimits = [
  { vcpus: 0, pods: 110 },
  { vcpus: 31, pods: 250 },
];
const look = (told: readonly Part[], change: Part = {}): Part | undefined =>
  nodeGroupMachines.run({ told, types, podLimits, usable: 0.8, ...change });

describe('node-group-machines', () => {
  it('makes a node of a group, by its type and what it says of itself', () => {
    const taints = [
      { key: 'only', value: 'workspaces', effect: 'NO_SCHEDULE' },
      { key: 'soft', effect: 'PREFER_NO_SCHEDULE' },
    ];
    expect(look([group('burst', { labels: { tier: 'workspaces' }, taints })])).toEqual({
      types: ['m6i.2xlarge'],
      nodes: [
        {
          apiVersion: 'v1',
          kind: 'Node',
          metadata: {
            name: 'burst/m6i.2xlarge',
            labels: {
              tier: 'workspaces',
              'eks.amazonaws.com/nodegroup': 'burst',
              'eks.amazonaws.com/capacityType': 'ON_DEMAND',
              'node.kubernetes.io/instance-type': 'm6i.2xlarge',
              'kubernetes.io/arch': 'amd64',
              'kubernetes.io/os': 'linux',
            },
          },
          spec: {
            taints: [
              { key: 'only', value: 'workspaces', effect: 'NoSchedule' },
              { key: 'soft', effect: 'PreferNoSchedule' },
            ],
          },
          status: {
            // Four fifths of the machine; four interfaces with fourteen addresses each, and two pods on the node's network.
            allocatable: { cpu: '6400m', memory: '26214Mi', 'ephemeral-storage': '81920Mi', pods: '58' },
          },
        },
      ],
      unclear: [],
      unseen: [],
    });
  });

  it('makes one for each type, and says which types those are before they are described', () => {
    const told = [group('b', { instanceTypes: ['t3.medium', 'm6i.2xlarge'] }), group('a')];
    expect(look(told)?.['nodes']).toMatchObject([
      { metadata: { name: 'a/m6i.2xlarge' } },
      { metadata: { name: 'b/m6i.2xlarge' } },
      { metadata: { name: 'b/t3.medium' }, status: { allocatable: { cpu: '1600m' } } },
    ]);
    expect(nodeGroupMachines.run({ told, podLimits })).toMatchObject({
      types: ['m6i.2xlarge', 't3.medium'],
      nodes: [],
    });
  });

  it.each<[string, Part, Part]>([
    ['whose launch template names its machines', { instanceTypes: [] }, {}],
    ['of a type that was not described', { instanceTypes: ['m6i.2xlarge', 'x9.huge'] }, {}],
    ['whose disk is not told, where one is asked for', { diskSize: undefined }, { storage: 1 }],
  ])('names a group %s', (_what, change, more) => {
    expect(look([group('burst', change)], more)).toMatchObject({ nodes: [], unclear: ['burst'] });
  });

  it('takes a group whose disk is not told where none is asked for', () => {
    const nodes = look([group('burst', { diskSize: undefined })])?.['nodes'];
    expect(nodes).toMatchObject([{ status: { allocatable: { cpu: '6400m' } } }]);
    expect(JSON.stringify(nodes)).not.toContain('ephemeral-storage');
  });

  it('knows the processor, and how many pods a large machine takes', () => {
    const large = shape('m7g.16xlarge', 64, 262144, {
      ProcessorInfo: { SupportedArchitectures: ['arm64'] },
      NetworkInfo: { MaximumNetworkInterfaces: 15, Ipv4AddressesPerInterface: 50 },
    });
    const seen = look([group('burst', { instanceTypes: ['m7g.16xlarge'] })], { types: { InstanceTypes: [large] } });
    expect(seen?.['nodes']).toMatchObject([
      { metadata: { labels: { 'kubernetes.io/arch': 'arm64' } }, status: { allocatable: { pods: '250' } } },
    ]);
  });

  it('holds the pods of a machine with many addresses to the limit that holds for its vCPUs', () => {
    const wide = (vcpus: number) =>
      shape('wide', vcpus, 65536, { NetworkInfo: { MaximumNetworkInterfaces: 15, Ipv4AddressesPerInterface: 50 } });
    const pods = (vcpus: number) =>
      look([group('burst', { instanceTypes: ['wide'] })], { types: { InstanceTypes: [wide(vcpus)] } })?.['nodes'];
    expect(pods(30)).toMatchObject([{ status: { allocatable: { pods: '110' } } }]);
    expect(pods(31)).toMatchObject([{ status: { allocatable: { pods: '250' } } }]);
  });

  it('leaves out Windows, and names what AWS did not tell of', () => {
    const told = [group('win', { amiType: 'WINDOWS_CORE_2022_x86_64' }), { of: 'shut', state: 'denied' }];
    expect(look(told)).toEqual({ types: [], nodes: [], unclear: [], unseen: ['shut'] });
  });

  it('makes nothing of what is no list', () => {
    expect(nodeGroupMachines.run({ told: 'none' })).toBeUndefined();
  });
});
