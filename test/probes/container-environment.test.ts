import { describe, expect, it } from 'vitest';
import { containerEnvironment } from '../../src/probes/container-environment.ts';

function run(env: readonly object[], more: object = {}): Readonly<Record<string, unknown>> | undefined {
  const object = { spec: { template: { spec: { containers: [{ name: 'main', env, ...more }] } } } };
  return containerEnvironment.run({ object, container: 'main', names: ['URL'] });
}

describe('container-environment', () => {
  it.each([
    ['a value', [{ name: 'URL', value: 'https://a.example' }], 'value', 'https://a.example', 'https://a.example'],
    ['a password in an address', [{ name: 'URL', value: 'postgres://u:p@h/d' }], 'value', '', ''],
    [
      'a Secret',
      [{ name: 'URL', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
      'secret',
      '',
      'Secret s, key k',
    ],
    [
      'a ConfigMap',
      [{ name: 'URL', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }],
      'configmap',
      '',
      'ConfigMap c, key k',
    ],
    ['a field', [{ name: 'URL', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }], 'field', '', ''],
    ['none', [], 'absent', '', ''],
    [
      'two of one name',
      [
        { name: 'URL', value: 'a' },
        { name: 'URL', value: 'b' },
      ],
      'value',
      'b',
      'b',
    ],
  ])('has it from %s', (_, env, source, value, words) => {
    expect(run(env)).toMatchObject({ sources: { URL: source }, values: { URL: value }, words: { URL: words } });
  });

  it('does not show what has the name of a secret', () => {
    const object = { spec: { containers: [{ name: 'main', env: [{ name: 'API_TOKEN', value: 'abc' }] }] } };
    expect(containerEnvironment.run({ object, container: 'main', names: ['API_TOKEN'] })).toMatchObject({
      values: { API_TOKEN: '' },
      given: ['API_TOKEN'],
    });
  });

  it('does not call absent what a whole object may bring', () => {
    expect(run([], { envFrom: [{ secretRef: { name: 's' } }] })).toMatchObject({
      sources: { URL: 'unclear' },
      open: true,
    });
  });

  it('knows nothing of a container that is not there', () => {
    expect(containerEnvironment.run({ object: {}, container: 'main', names: [] })).toBeUndefined();
  });
});
