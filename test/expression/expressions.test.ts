import { describe, expect, it } from 'vitest';
import { checkExpression, createExpressions } from '../../src/expression/expressions.ts';
import { FUNCTION_HELP } from '../../src/expression/functions.ts';
import { fc } from '../support/random.ts';

const NOW = '2025-11-15T12:00:00Z';
const expressions = createExpressions(() => NOW);

function valueOf(text: string, values: Readonly<Record<string, unknown>> = {}): unknown {
  const result = expressions.compile(text).evaluate(values);
  return result.known ? result.value : undefined;
}

const POD = {
  metadata: { labels: { 'app.kubernetes.io/name': 'web' }, annotations: { 'a.example/b': 'c' } },
  spec: { nodeName: null, containers: [{ name: 'main', n: 5 }] },
  status: {
    conditions: [{ type: 'Ready', status: 'False', reason: 'R', message: 'M', lastTransitionTime: NOW }],
    restartCount: 5,
  },
};

describe('the functions of a runbook', () => {
  it.each([
    ['get(pod, "status.conditions[type=Ready].reason", "")', 'R'],
    ['get(pod, "spec.nodeName", "none")', 'none'],
    ['get(pod, "spec.containers[0].name", "")', 'main'],
    ['get(pod, "metadata.labels[\\"app.kubernetes.io/name\\"]", "")', 'web'],
    ['get(null, "spec.nodeName", "none")', 'none'],
    ['get(pod, "spec.constructor.name", "none")', 'none'],
    ['get(pod, "spec..nodeName", "none")', undefined],
    ['get(pod, "", "none")', undefined],
    ['condition(pod, "Ready").status', 'False'],
    ['condition(pod, "Ready").observedGeneration', -1],
    ['condition(pod, "Stalled").status', ''],
    ['condition(null, "Ready").type', 'Ready'],
    ['label(pod, "app.kubernetes.io/name")', 'web'],
    ['label(pod, "missing")', ''],
    ['label(null, "missing")', ''],
    ['annotation(pod, "a.example/b")', 'c'],
    ['quantity("1Gi")', 1073741824],
    ['quantity("250m")', 0.25],
    ['quantity("500m") < quantity("1")', true],
    ['quantity("9007199254740991")', 9007199254740991],
    ['quantity(3.0)', 3],
    ['quantity("much")', undefined],
    ['quantity(null)', undefined],
    ['seconds("5m0s")', 300],
    ['seconds("1h30m")', 5400],
    ['seconds("1d")', undefined],
    ['seconds(5)', undefined],
    ['age("2025-11-15T11:59:00Z")', 60],
    ['age("2025-11-15T13:00:00+01:00")', 0],
    ['age("yesterday")', undefined],
    [
      'eventTime({"lastTimestamp": "2025-11-15T11:59:00Z", "eventTime": "2025-11-14T11:59:00Z"})',
      '2025-11-15T11:59:00Z',
    ],
    ['now()', '2025-11-15T12:00:00.000Z'],
    ['now() - timestamp("2025-11-15T11:00:00Z") == duration("1h")', true],
    ['semver("2.28.3", "2.28.x")', true],
    ['semver("v1.34.1", ">=1.35")', false],
    ['semver("latest", "*")', undefined],
    ['semver("1.0.0", "a few")', undefined],
    ['"x509: expired".re2("(?i)X509")', true],
    ['"a\\nb".re2("a.b")', true],
    ['"a".re2("(?=a)")', undefined],
    ['count([1, 2])', 2],
    ['count(pod.spec.containers) > 0', true],
    ['count(null)', undefined],
  ])('%s is %j', (text, value) => {
    expect(valueOf(text, { pod: POD })).toEqual(value);
  });

  it('each have their line in the documents', () => {
    for (const signature of Object.keys(FUNCTION_HELP)) {
      const [name = '', params = ''] = signature.slice(0, -1).split('(');
      const args = params.split(', ').map((_, index) => `p${index}`);
      expect(checkExpression(`${name}(${params === '' ? '' : args.join()})`)).toHaveProperty('names');
    }
  });
});

describe('numbers of JSON and of expressions', () => {
  it.each([
    ['n + 1', 6],
    ['1 + n', 6],
    ['n - 1', 4],
    ['n * 2', 10],
    ['n / 2', 2.5],
    ['n % 2 == 1.0', true],
    ['n == 5 && n != 4 && n > 4 && n <= 5 && n in [5, 6]', true],
    ['-n', -5],
    ['1 + 1', 2],
    ['size([1, 2])', 2],
    ['items[size(items) - 1]', 'b'],
    ['{"a": {"b": [1, 2.5]}, "n": n}', { a: { b: [1, 2.5] }, n: 5 }],
    ['[1, "a", null]', [1, 'a', null]],
    [
      'items.map(x, {"x": x, "i": 1})',
      [
        { x: 'a', i: 1 },
        { x: 'b', i: 1 },
      ],
    ],
  ])('%s is %j', (text, value) => {
    expect(valueOf(text, { n: 5, items: ['a', 'b'] })).toEqual(value);
  });

  it('come out as JSON, however they are built', () => {
    expect(JSON.stringify(valueOf('{"a": 1, "b": [{"c": 2}]}'))).toBe('{"a":1,"b":[{"c":2}]}');
  });

  it.each(['duration("5m")', 'type(1)', 'b"abc"'])('what is no JSON is no value: %s', (text) => {
    expect(valueOf(text)).toBeUndefined();
  });

  it('an optional value is that value, or null', () => {
    expect([valueOf('pod.?spec', { pod: { spec: 1 } }), valueOf('pod.?spec', { pod: {} })]).toEqual([1, null]);
  });
});

describe('what is not known', () => {
  it.each([
    ['a || b', { a: true }, true],
    ['b || a', { a: true }, true],
    ['a && b', { a: false }, false],
    ['b && a', { a: false }, false],
    ['a ? 1 : b', { a: true }, 1],
    ['[1, 2].exists(x, x == 1 || b)', {}, true],
    ['a || b', { a: false }, undefined],
    ['a && b', { a: true }, undefined],
    ['!b', {}, undefined],
    ['b == null', {}, undefined],
    ['a == null', { a: null }, true],
    ['b.c', { b: {} }, undefined],
    ['list.exists(x, x.n == 1)', { list: [{ n: 2 }, {}] }, undefined],
    ['list.all(x, x.n == 1)', { list: [{ n: 1 }, {}] }, undefined],
    ['list.filter(x, x.n == 1)', { list: [{ n: 1 }, {}] }, undefined],
    ['constructor', {}, undefined],
    ['toString', {}, undefined],
    ['a.constructor', { a: {} }, undefined],
  ])('%s over %j is %j', (text, values, value) => {
    expect(valueOf(text, values)).toEqual(value);
  });

  it('includes the time, while the server has not told it', () => {
    const timeless = createExpressions(() => {
      throw new Error('the API server did not tell its time');
    });
    expect(timeless.compile('now()').evaluate({})).toMatchObject({ known: false });
    expect(timeless.compile('age("2025-11-15T11:59:00Z") < 60').evaluate({})).toMatchObject({ known: false });
    expect(timeless.compile('true || age("2025-11-15T11:59:00Z") < 60').evaluate({})).toEqual({
      known: true,
      value: true,
    });
  });

  it('never throws, whatever the values are', () => {
    const texts = [
      'v.a.b == 1',
      'v + 1',
      'v > 5',
      'get(v, "a.b", 1)',
      'condition(v, "Ready").status',
      'label(v, "a")',
      'quantity(v)',
      'seconds(v)',
      'age(v)',
      'eventTime(v)',
      'semver(v, v)',
      'v.re2(v)',
      'count(v)',
      'v.map(x, x)',
      '{"a": v, "b": [v]}',
      'string(v)',
      'v.?a.orValue(v)',
    ].map((text) => expressions.compile(text));
    const values = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom(undefined, Number.NaN, Infinity, -0));
    fc.assert(
      fc.property(fc.constantFrom(...texts), values, (compiled, v) => {
        const result = compiled.evaluate({ v });
        expect(result.known ? 'value' in result : result.why.length > 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('text that wants to keep the engine busy', () => {
  const hostile = `${'a'.repeat(50_000)}!`;

  it('does not: patterns run in linear time', () => {
    expect(valueOf('text.re2("^(a+)+$")', { text: hostile })).toBe(false);
  });

  it('is refused where a pattern could', () => {
    expect(checkExpression('text.matches("^(a+)+$")')).toEqual({
      problem: {
        start: 0,
        end: 23,
        message: 'matches() is not allowed here: use .re2(pattern), which runs in linear time',
        about: 'function',
      },
    });
    expect(() => expressions.compile('text.matches("a")')).toThrow('matches() is not allowed');
  });
});

describe('checkExpression', () => {
  it.each([
    ['pod.status.phase ==', 'Unexpected token: EOF'],
    ['cuont(pods)', 'cuont'],
    ['"a".re3("b")', 're3'],
    ['get(pod, "a")', 'get'],
    ['1 + "a"', '"+" cannot work with a number and a text'],
    ['true ? 1 : "a"', 'same type'],
    ['', 'EOF'],
  ])('finds what is wrong with %s', (text, words) => {
    const checked = checkExpression(text);
    if (!('problem' in checked)) throw new Error('nothing was found');
    expect(checked.problem.message).toContain(words);
    expect(checked.problem.start).toBeLessThanOrEqual(checked.problem.end);
    expect(checked.problem.end).toBeLessThanOrEqual(Math.max(1, text.length));
  });

  it('names what an expression refers to', () => {
    const checked = checkExpression(
      'pods.filter(p, p.x == limit.cpu).all(p, state.nodes == "known") && age(now.then) > 1',
    );
    if (!('names' in checked)) throw new Error('it is fine');
    expect(checked.names.free).toEqual(['pods', 'limit', 'state', 'now']);
    expect(checked.names.states).toEqual(['nodes']);
    expect(checked.names.fields.map(({ name, field, start, end }) => [name, field, start, end])).toEqual([
      ['limit', 'cpu', 28, 31],
      ['state', 'nodes', 46, 51],
      ['now', 'then', 75, 79],
    ]);
    expect(checked.names.calls.map(({ name }) => name)).toEqual(expect.arrayContaining(['filter', 'all', 'age']));
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' })),
        (text) => 'names' in checkExpression(text) || true,
      ),
    );
  });
});
