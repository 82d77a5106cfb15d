import { describe, expect, it } from 'vitest';
import { hostRules } from '../../src/probes/host-rules.ts';

type Part = Readonly<Record<string, unknown>>;

const coder = { kind: 'Service', metadata: { namespace: 'coder', name: 'coder' } };

function ingress(name: string, hosts: readonly string[], service = 'coder', namespace = 'coder'): Part {
  const paths = [{ path: '/', backend: { service: { name: service, port: { name: 'http' } } } }];
  const rules = hosts.map((host) => ({ ...(host === '' ? {} : { host }), http: { paths } }));
  return { kind: 'Ingress', metadata: { namespace, name }, spec: { rules } };
}

function route(hostnames: readonly string[], ref: Part = { name: 'coder' }): Part {
  const spec = { hostnames, rules: [{ backendRefs: [ref] }] };
  return { kind: 'HTTPRoute', metadata: { namespace: 'coder', name: 'route' }, spec };
}

function asked(host: string, ingresses: readonly Part[], routes: readonly Part[] = []): Part {
  return { ...(hostRules.run({ host, ingresses, routes, services: [coder] }) as Part) };
}

describe('host-rules', () => {
  it('takes the rule for the very host before a wildcard, and leaves the rest out', () => {
    const own = ingress('own', ['coder.example.org']);
    const wild = ingress('wild', ['*.example.org'], 'shop');
    expect(asked('coder.example.org', [wild, own])).toMatchObject({ how: 'exact', taking: [own], leads: true });
  });

  it.each([
    ['a.coder.example.org', 'wildcard'],
    ['a.b.coder.example.org', 'none'],
    ['coder.example.org', 'none'],
    ['xcoder.example.org', 'none'],
  ])('lets the star of an Ingress stand for one label: %s', (host, how) => {
    expect(asked(host, [ingress('coder', ['*.coder.example.org'])])).toMatchObject({ how });
  });

  it('lets the star of a route stand for several', () => {
    const own = route(['*.coder.example.org']);
    expect(asked('a.b.coder.example.org', [], [own])).toMatchObject({ how: 'wildcard', routes: [own], leads: true });
  });

  it('takes a rule without a host for the last', () => {
    expect(asked('x.org', [ingress('all', [''])])).toMatchObject({ how: 'any', leads: true });
    expect(asked('x.org', [], [route([])])).toMatchObject({ how: 'any', leads: true });
  });

  it('tells what leads elsewhere, and only where nothing leads there', () => {
    const stray = ingress('stray', ['coder.example.org'], 'proxy');
    expect(asked('coder.example.org', [stray])).toMatchObject({ elsewhere: stray, elsewhereTo: 'coder/proxy' });
    const own = ingress('own', ['coder.example.org']);
    expect(asked('coder.example.org', [stray, own])).toMatchObject({ elsewhere: null, leads: true });
  });

  it('knows a Service by its namespace too', () => {
    expect(asked('a.org', [ingress('other', ['a.org'], 'coder', 'shop')])).toMatchObject({ leads: false });
    expect(asked('a.org', [], [route(['a.org'], { name: 'coder', namespace: 'shop' })])).toMatchObject({
      leads: false,
    });
    expect(asked('a.org', [], [route(['a.org'], { name: 'coder', kind: 'Backend' })])).toMatchObject({ leads: false });
  });

  it('names the doors under other hosts', () => {
    const own = ingress('own', ['coder.example.org', '*.coder.example.org']);
    expect(asked('code.example.org', [own])).toMatchObject({
      how: 'none',
      doors: [own],
      doorNames: 'Ingress coder/own',
      doorHosts: '*.coder.example.org, coder.example.org',
    });
  });

  it('says nothing without lists', () => {
    expect(hostRules.run({ host: 'a', ingresses: undefined, services: [] })).toBeUndefined();
  });
});
