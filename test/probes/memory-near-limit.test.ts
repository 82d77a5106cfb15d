import { describe, expect, it } from 'vitest';
import { memoryNearLimit } from '../../src/probes/memory-near-limit.ts';

const pod = (name: string, limit?: string) => ({
  metadata: { namespace: 'shop', name },
  spec: { containers: [{ name: 'web', resources: limit === undefined ? {} : { limits: { memory: limit } } }] },
});
const use = (name: string, memory: string, container = 'web') => ({
  metadata: { namespace: 'shop', name },
  containers: [{ name: container, usage: { memory } }],
});
const read = (usage: readonly unknown[], pods: readonly unknown[]) =>
  memoryNearLimit.run({ usage, pods, container: 'web', near: 0.9 });
const MI = 1024 * 1024;

describe('memory-near-limit', () => {
  it('holds what a container uses against its limit, pod by pod', () => {
    const pods = [pod('web-1', '512Mi'), pod('web-2', '512Mi'), pod('web-3', '512Mi')];
    expect(read([use('web-1', '500Mi'), use('web-2', '100Mi')], pods)).toEqual({
      measured: 2,
      most: 500 * MI,
      pod: 'web-1',
      limit: 512 * MI,
      share: 500 / 512,
      near: 1,
    });
  });

  it('knows nothing of a container without a limit, another container, another pod or a broken figure', () => {
    const others = [use('web-2', '1Gi'), use('web-1', '1Gi', 'side'), use('web-3', 'much')];
    expect(read([use('web-1', '500Mi')], [pod('web-1')])).toMatchObject({ measured: 0, pod: '', near: 0 });
    expect(read(others, [pod('web-1', '512Mi'), pod('web-3', '512Mi')])).toMatchObject({ measured: 0, share: 0 });
  });
});
