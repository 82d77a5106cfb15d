import { describe, expect, it } from 'vitest';
import { traefikMiddlewares } from '../../src/probes/traefik-middlewares.ts';
import { run } from './release-builder.ts';

const ingress = (reference: string, namespace = 'shop') => ({
  metadata: {
    name: 'web',
    namespace,
    annotations: { 'traefik.ingress.kubernetes.io/router.middlewares': reference },
  },
});
const middleware = (name: string, namespace = 'shop') => ({ metadata: { name, namespace } });
const missing = (args: Record<string, unknown>) =>
  (
    run(traefikMiddlewares, args) as { missing: readonly { reference: string; name: string; near: string }[] }
  ).missing.map(({ reference, name, near }) => [reference, name, near]);

describe('middlewares that Ingresses name', () => {
  it('are missing where their namespace has none of the name', () => {
    const ingresses = [ingress('shop-auth@kubernetescrd, shop-headers@kubernetescrd')];
    const middlewares = [middleware('auth'), middleware('header'), middleware('headers', 'data')];
    expect(missing({ ingresses, middlewares })).toEqual([['shop-headers@kubernetescrd', 'headers', 'header']]);
  });

  it('are left alone where they are of another namespace or another provider', () => {
    const ingresses = [
      ingress('traefik-auth@kubernetescrd,headers@file'),
      ingress(''),
      { metadata: { name: 'plain' } },
    ];
    expect(missing({ ingresses, middlewares: [] })).toEqual([]);
  });

  it('count for the namespace of the workload alone where one is named', () => {
    const ingresses = [ingress('shop-auth@kubernetescrd'), ingress('data-auth@kubernetescrd', 'data')];
    const workload = { metadata: { name: 'web', namespace: 'data' } };
    expect(missing({ ingresses, middlewares: [], workload })).toEqual([['data-auth@kubernetescrd', 'auth', '']]);
  });

  it('are not known without the lists', () => {
    expect(traefikMiddlewares.run({ ingresses: [] })).toBeUndefined();
  });
});
