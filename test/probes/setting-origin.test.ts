import { describe, expect, it } from 'vitest';
import { settingOrigin } from '../../src/probes/setting-origin.ts';

const podWith = (container: object, spec: object = {}) => ({
  spec: { containers: [{ name: 'web', ...container }], ...spec },
});
const where = (pod: object, value: string, configmaps: readonly object[] = []) =>
  settingOrigin.run({ pod, container: 'web', value, configmaps });
const config = { metadata: { name: 'web-config' }, data: { URL: 'postgres://app@db:5432/shop', LEVEL: 'info' } };

describe('setting-origin', () => {
  it('finds a variable that holds the host as a word of its own', () => {
    const pod = podWith({
      env: [
        { name: 'A', value: 'dbase' },
        { name: 'B', value: 'db.data:5432' },
        { name: 'C', value: 'tcp://db:5432' },
      ],
    });
    expect(where(pod, 'db')).toMatchObject({ kind: 'env', name: 'C' });
    expect(where(pod, 'db.data')).toMatchObject({ kind: 'env', name: 'B' });
    expect(where(pod, 'redis')).toMatchObject({ kind: '', words: '' });
  });

  it('finds a key of a ConfigMap that the container uses, and of no other', () => {
    const used = podWith({ envFrom: [{ configMapRef: { name: 'web-config' } }] });
    expect(where(used, 'db', [config])).toMatchObject({ kind: 'configmap', name: 'web-config', key: 'URL' });
    expect(where(podWith({}), 'db', [config])).toMatchObject({ kind: '' });
    const mounted = podWith(
      { volumeMounts: [{ name: 'c', mountPath: '/etc/web' }] },
      { volumes: [{ name: 'c', configMap: { name: 'web-config' } }] },
    );
    expect(where(mounted, 'db', [config])).toMatchObject({ kind: 'configmap' });
  });

  it('finds an argument', () => {
    expect(where(podWith({ args: ['--upstream=http://db:80'] }), 'db')).toMatchObject({ kind: 'arguments' });
  });

  it('names the Secrets that could hold it, and no value', () => {
    const pod = podWith({
      env: [
        { name: 'URL', valueFrom: { secretKeyRef: { name: 'web-db', key: 'url' } } },
        { name: 'P', value: 'pw' },
      ],
      envFrom: [{ secretRef: { name: 'more' } }],
    });
    expect(where(pod, 'db')).toMatchObject({ secrets: ['more', 'web-db'], secretWords: 'Secret more, Secret web-db' });
    expect(JSON.stringify(where(pod, 'pw'))).not.toContain('"pw"');
  });

  it('settles nothing without the container', () => {
    expect(settingOrigin.run({ pod: podWith({}), container: 'other', value: 'db' })).toBeUndefined();
  });
});
