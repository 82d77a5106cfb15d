import { describe, expect, it } from 'vitest';
import { nodeUsers } from '../../src/probes/node-users.ts';

const pod = (name: string, disk: number | null, memory: number | null) => ({ namespace: 'shop', name, disk, memory });
const STATS = {
  node: 'node-1',
  disk: { at: '2025-11-15T18:14:00Z', capacity: 1000, used: 900, available: 50, inodes: 100, inodesFree: 2 },
  images: { used: 100 },
  memory: {},
  pods: [pod('web-1', 20, 300), pod('log-1', 700, 10), pod('web-2', 20, null), pod('new', null, 5)],
};
const read = (stats: unknown, most = 2) => nodeUsers.run({ stats, most });

describe('node-users', () => {
  it('names those who hold most, largest first', () => {
    expect(read(STATS)).toMatchObject({
      onDisk: [
        { namespace: 'shop', name: 'log-1', bytes: 700 },
        { namespace: 'shop', name: 'web-1', bytes: 20 },
      ],
      diskTop: 'shop/log-1',
      diskTopBytes: 700,
      diskTopShare: 700 / 900,
      diskPods: 740,
      imagesBytes: 100,
      inodesLeft: 0.02,
      memoryTop: 'shop/web-1',
      memoryTopBytes: 300,
    });
  });

  it('blames nobody where nothing is measured', () => {
    expect(read({ node: 'node-1', pods: [pod('web-1', null, null)] })).toEqual({
      onDisk: [],
      diskTop: '',
      diskTopBytes: 0,
      diskTopShare: 0,
      diskPods: 0,
      imagesBytes: 0,
      inodesLeft: 1,
      inMemory: [],
      memoryTop: '',
      memoryTopBytes: 0,
    });
  });

  it('knows nothing without figures', () => {
    expect(read(null)).toBeUndefined();
  });
});
