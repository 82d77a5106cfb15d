import { describe, expect, it } from 'vitest';
import { schemaFaults } from '../../src/probes/schema-faults.ts';

/** What helm 3.19.0 and helm 4.2.1 said, beside what helm 3.17 says of the same. */
const FRAME = "values don't meet the specifications of the schema(s) in the following chart(s):\n";
const NEW = `${FRAME}web:\n- at '/ports/0': missing property 'name'\n- at '/replicas': got string, want integer\n- at '/service': validation failed\n  - at '/service/type': value must be one of 'ClusterIP', 'NodePort'\n  - at '/service/annotations/a.b~1c': got number, want string\n- at '': additional properties 'extra', 'more' not allowed\n`;
const OLD = `${FRAME}web:\n- ports.0: name is required\n- replicas: Invalid type. Expected: integer, given: string\n- service.type: service.type must be one of the following: "ClusterIP", "NodePort"\n- (root): Additional property extra is not allowed\n`;

const values = {
  replicas: 'two',
  ports: [{ n: 1 }],
  service: { type: 'nodeport', annotations: { 'a.b/c': 1 } },
  extra: 1,
  more: {},
};

function run(text: string, spec: Readonly<Record<string, unknown>>) {
  const release = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { chart: { spec: { chart: 'web' } }, ...spec },
  };
  return schemaFaults.run({ release, text });
}

describe('schema-faults', () => {
  it('reads what Helm 3.18 and later say, and where each value comes from', () => {
    expect(run(NEW, { values })).toEqual({
      lines: [
        'ports[0].name: it has to be given (not in spec.values)',
        'replicas: got string, want integer (spec.values)',
        'service.type: it has to be one of ClusterIP, NodePort (spec.values)',
        'service.annotations["a.b/c"]: got number, want string (spec.values)',
        'extra: the chart knows no such key (spec.values)',
        'more: the chart knows no such key (spec.values)',
      ],
      paths: ['ports[0].name', 'replicas', 'service.type', 'service.annotations["a.b/c"]', 'extra', 'more'],
      holds: true,
      patch: '{"service":{"type":"NodePort","annotations":{"a.b/c":"1"}},"extra":null,"more":null}',
      removes: ['extra', 'more'],
      left: ['ports[0].name', 'replicas'],
    });
  });

  it('reads what older versions say of the same', () => {
    const found = run(OLD, { values });
    expect(found?.['paths']).toEqual(['ports[0].name', 'replicas', 'service.type', 'extra']);
    expect(found?.['removes']).toEqual(['extra']);
  });

  it.each([
    ['8080', 'integer', '8080'],
    ['8.5', 'number', '8.5'],
    ['TRUE', 'boolean', 'true'],
    [8080, 'string', '"8080"'],
    [false, 'null or string', '"false"'],
  ])('turns %j into %s', (port, want, patched) => {
    const text = `${FRAME}web:\n- at '/port': got string, want ${want}\n`;
    expect(run(text, { values: { port } })?.['patch']).toBe(`{"port":${patched}}`);
  });

  it.each([
    ['eight', 'integer'],
    ['8.5', 'integer'],
    [{}, 'string'],
    ['yes', 'boolean'],
  ])('does not guess what %j is as %s', (port, want) => {
    const text = `${FRAME}web:\n- at '/port': got string, want ${want}\n`;
    expect(run(text, { values: { port } })).toMatchObject({ patch: '', left: ['port'], holds: true });
  });

  it('looks for the values of a subchart under its name, and for global ones at the top', () => {
    const text = `${FRAME}db:\n- at '/replicas': got string, want integer\n- at '/global/labels': additional properties 'example.com/team' not allowed\n`;
    const found = run(text, { values: { db: { replicas: '2' }, global: { labels: { 'example.com/team': 'a' } } } });
    expect(found?.['patch']).toBe('{"db":{"replicas":2},"global":{"labels":{"example.com/team":null}}}');
  });

  it('names the reference that a value comes from, and what else may have it', () => {
    const valuesFrom = [
      { kind: 'ConfigMap', name: 'base' },
      { kind: 'Secret', name: 'port', valuesKey: 'number', targetPath: 'service.port' },
    ];
    const text = `${FRAME}web:\n- at '/service/port': got string, want integer\n- at '/host': 'A_B' does not match pattern '^[a-z.]+$'\n`;
    const found = run(text, { valuesFrom });
    expect(found?.['lines']).toEqual([
      'service.port: got string, want integer (Secret port, key number)',
      "host: 'A_B' does not match pattern '^[a-z.]+$' (not in spec.values; ConfigMap base, key values.yaml may have it)",
    ]);
    expect(found).toMatchObject({ holds: false, patch: '' });
  });

  it('holds nothing against values that fit by now', () => {
    const text = `${FRAME}web:\n- at '/replicas': got string, want integer\n- at '': missing property 'host'\n`;
    expect(run(text, { values: { replicas: 2, host: 'a' } })).toMatchObject({ holds: false, paths: [], patch: '' });
  });

  it('knows nothing of a text without faults', () => {
    expect(run('something else', { values })).toBeUndefined();
  });
});
