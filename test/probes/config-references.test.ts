import { describe, expect, it, test } from 'vitest';
import { configReferences } from '../../src/probes/config-references.ts';
import { run } from './release-builder.ts';

type Part = Record<string, unknown>;

function pod(spec: Part): Part {
  return { kind: 'Pod', metadata: { name: 'web-1', namespace: 'shop' }, spec };
}

function container(rest: Part, name = 'web'): Part {
  return { name, image: 'x', ...rest };
}

function variable(name: string, kind: 'secretKeyRef' | 'configMapKeyRef', ref: Part): Part {
  return { name, valueFrom: { [kind]: ref } };
}

const named = (...names: string[]): Part[] => names.map((name) => ({ metadata: { name } }));
const env = pod({
  containers: [
    container({
      env: [
        { name: 'PLAIN', value: 'web-db' },
        variable('PASSWORD', 'secretKeyRef', { name: 'web-bd', key: 'password' }),
        variable('USER', 'secretKeyRef', { name: 'web-bd', key: 'user', optional: true }),
        variable('LEVEL', 'configMapKeyRef', { name: 'web-bd', key: 'level' }),
      ],
    }),
  ],
});

const every = pod({
  initContainers: [container({ envFrom: [{ secretRef: { name: 'web-bd' } }] }, 'migrate')],
  containers: [
    container({
      envFrom: [{ configMapRef: { name: 'web-config' } }, { prefix: 'DB_', secretRef: { name: 'web-bd' } }],
    }),
  ],
  volumes: [
    { name: 'tls', secret: { secretName: 'web-bd', items: [{ key: 'tls.crt', path: 'crt' }], defaultMode: 420 } },
    {
      name: 'all',
      projected: {
        sources: [
          { serviceAccountToken: { path: 'token' } },
          { secret: { name: 'web-bd', items: [{ key: 'ca', path: 'ca.pem' }] } },
        ],
      },
    },
  ],
  imagePullSecrets: [{ name: 'web-bd' }],
});

describe('where a pod refers to it', () => {
  it('is told by container, variable and volume, without what is optional', () => {
    expect(run(configReferences, { pod: env, kind: 'Secret', name: 'web-bd' })).toMatchObject({
      places: ['variable PASSWORD of container web'],
      keys: ['password'],
      found: true,
      meantName: '',
      patch: '',
      hasKey: null,
    });
    expect(run(configReferences, { pod: env, kind: 'ConfigMap', name: 'web-bd' })['placesText']).toBe(
      'variable LEVEL of container web',
    );
    expect(run(configReferences, { pod: every, kind: 'Secret', name: 'web-bd' })['places']).toEqual([
      'envFrom of container migrate',
      'envFrom of container web',
      'volume tls',
      'volume all',
    ]);
  });

  it('is nowhere where only pull secrets name it, which a pod does without', () => {
    const puller = pod({ containers: [container({})], imagePullSecrets: [{ name: 'registry' }] });
    expect(run(configReferences, { pod: puller, kind: 'Secret', name: 'registry' })).toMatchObject({ found: false });
  });

  it('is the volume of which the kubelet says no more than its name', () => {
    const args = { pod: every, kind: 'Secret', name: '', volume: 'tls', key: 'tls.crt' };
    expect(run(configReferences, args)).toMatchObject({ name: 'web-bd', places: ['volume tls'], keys: ['tls.crt'] });
  });

  test.each([
    [{ pod: env, kind: 'Deployment', name: 'x' }],
    [{ pod: {}, kind: 'Secret', name: 'x' }],
    [{ pod: env, kind: 'Secret', name: '', volume: 'none', key: 'x' }],
  ])('is not known of %j', (args) => {
    expect(configReferences.run(args)).toBeUndefined();
  });
});

describe('the name that was meant', () => {
  const objects = named('web-db', 'other', 'sh.helm.release.v1.shop.v3', 'kube-root-ca.crt');

  it('is the nearest that there is, and what the cluster makes for itself is none', () => {
    expect(run(configReferences, { pod: env, kind: 'Secret', name: 'web-bd', objects })).toMatchObject({
      meantName: 'web-db',
      there: ['other', 'web-db'],
    });
    const nothingNear = { pod: env, kind: 'Secret', name: 'web-bd', objects: named('registry') };
    expect(run(configReferences, nothingNear)).toMatchObject({ meantName: '', patch: '' });
  });

  it('comes with a patch that leaves the key as it is', () => {
    const { patch } = run(configReferences, { pod: env, kind: 'Secret', name: 'web-bd', objects });
    expect(JSON.parse(String(patch))).toEqual({
      containers: [
        {
          name: 'web',
          env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'web-db', key: 'password' } } }],
        },
      ],
    });
  });

  it('stands in every place, and lists without names are repeated whole', () => {
    const { patch } = run(configReferences, { pod: every, kind: 'Secret', name: 'web-bd', objects });
    expect(JSON.parse(String(patch))).toEqual({
      initContainers: [{ name: 'migrate', envFrom: [{ secretRef: { name: 'web-db' } }] }],
      containers: [
        {
          name: 'web',
          envFrom: [{ configMapRef: { name: 'web-config' } }, { prefix: 'DB_', secretRef: { name: 'web-db' } }],
        },
      ],
      volumes: [
        { name: 'tls', secret: { secretName: 'web-db', items: [{ key: 'tls.crt', path: 'crt' }] } },
        {
          name: 'all',
          projected: {
            sources: [
              { serviceAccountToken: { path: 'token' } },
              { secret: { name: 'web-db', items: [{ key: 'ca', path: 'ca.pem' }] } },
            ],
          },
        },
      ],
    });
  });
});

describe('the key that was meant', () => {
  const content = { metadata: { name: 'web-bd' }, data: { 'log-level': 'info' }, binaryData: { levle: 'eA==' } };
  const asked = { pod: env, kind: 'ConfigMap', name: 'web-bd', key: 'level' };

  it('is the nearest of the ConfigMap, whose values are not looked at', () => {
    const told = run(configReferences, { ...asked, content });
    expect(told).toMatchObject({ hasKey: false, meantKey: 'levle', keysThere: 'levle, log-level' });
    expect(JSON.parse(String(told['patch']))).toEqual({
      containers: [
        { name: 'web', env: [{ name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'web-bd', key: 'levle' } } }] },
      ],
    });
    expect(JSON.stringify(told)).not.toContain('info');
  });

  it('is the only one, however it is called', () => {
    expect(run(configReferences, { ...asked, content: { data: { x: '' } } })['meantKey']).toBe('x');
  });

  it('is none where it is there, or nothing is near', () => {
    expect(run(configReferences, { ...asked, content: { data: { level: '' } } })).toMatchObject({
      hasKey: true,
      meantKey: '',
      patch: '',
    });
    expect(run(configReferences, { ...asked, content: {} })).toMatchObject({ hasKey: false, keysThere: 'none' });
  });

  it('is put right in the items of a volume', () => {
    const mounted = pod({
      containers: [container({})],
      volumes: [
        { name: 'c', configMap: { name: 'conf', optional: false, items: [{ key: 'ap.yaml', path: 'app.yaml' }] } },
      ],
    });
    const args = {
      pod: mounted,
      kind: 'ConfigMap',
      name: 'conf',
      key: 'ap.yaml',
      content: { data: { 'app.yaml': '' } },
    };
    expect(JSON.parse(String(run(configReferences, args)['patch']))).toEqual({
      volumes: [
        { name: 'c', configMap: { name: 'conf', items: [{ key: 'app.yaml', path: 'app.yaml' }], optional: false } },
      ],
    });
  });
});
