import { describe, expect, it } from 'vitest';
import { createExpressions, typeExpression } from '../../src/expression/expressions.ts';
import {
  canBe,
  describeType,
  listOf,
  MAP,
  mapOf,
  NUMBER,
  oneOf,
  orNull,
  TEXT,
  YES_OR_NO,
  type Sort,
  type StaticType,
} from '../../src/expression/static-type.ts';
import { fc } from '../support/random.ts';

const POD: StaticType = { ...mapOf({ metadata: mapOf({ name: TEXT, generation: NUMBER }) }), open: true };

const NAMES: Readonly<Record<string, StaticType>> = {
  text: TEXT,
  maybe: orNull(TEXT),
  n: NUMBER,
  yes: YES_OR_NO,
  pod: orNull(POD),
  pods: orNull(listOf(POD)),
  labels: MAP,
  state: mapOf({ pods: oneOf(['known', 'absent', 'denied']) }),
  names: listOf(TEXT),
};

function typed(text: string): { readonly type: string; readonly problems: readonly string[] } {
  const { type, problems } = typeExpression(text, (name) => NAMES[name]);
  return {
    type: describeType(type),
    problems: problems.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`),
  };
}

describe('an expression gives', () => {
  it.each([
    ['anything', 'unheard'],
    ['anything', 'unheard.of[0].thing'],
    ['anything', 'unheard + other'],
    ['a number', 'unheard * 2'],
    ['a number', '-n'],
    ['a number', 'n + 1'],
    ['a number', 'count(pods) + 0.5'],
    ['a number', 'size(text) - quantity("1Gi")'],
    ['a number', 'seconds(text) % 60'],
    ['a number', 'age(pod.metadata.name)'],
    ['a text', 'text + "x"'],
    ['a text', 'pods[0].metadata.name'],
    ['a text', 'pods.map(p, p.metadata.name)[0]'],
    ['a text', 'pods.filter(p, yes)[0].metadata.name'],
    ['a text', 'condition(pod, "Ready").reason'],
    ['a text', 'condition(pod, "Ready")["reason"]'],
    ['a text', 'label(pod, "app")'],
    ['a text', 'eventTime(pod)'],
    ['a text', 'string(n)'],
    ['a text', 'text.split(",")[0]'],
    ['a text', 'cel.bind(x, text, x)'],
    ['a text', '[1, 2].map(i, "a")[0]'],
    ['a text', '{"a": text}.a'],
    ['a text', 'labels.map(key, key)[0]'],
    ['a text or null', 'maybe'],
    ['a text or a number', 'yes ? text : n'],
    ['an object or null', 'pod'],
    ['true or false', 'text == "x" && !yes || n < 3'],
    ['true or false', 'has(pod.spec) || text in names || "a" in labels'],
    ['true or false', 'pods.exists(p, p.spec.x == 1)'],
    ['true or false', 'text.re2("a") || semver(text, "1.x")'],
    ['a list', 'pods + pods'],
    ['a list', 'pods.filter(p, p.spec.x == 1)'],
    ['an object', 'condition(pod, "Ready")'],
    ['a time', 'now()'],
    ['a time', 'now() - duration("1h")'],
    ['a duration', 'now() - timestamp(text)'],
    ['null', 'null'],
    ['anything', 'get(pod, "spec.x", "")'],
    ['anything', 'pod.?spec.orValue(1)'],
    ['anything', 'pod.spec.replicas'],
  ])('%s: %s', (type, text) => {
    expect(typed(text)).toEqual({ type, problems: [] });
  });
});

describe('nothing is said of', () => {
  it.each([
    'pod == null',
    'n == null',
    'null != text',
    'maybe == text',
    'unheard == 1 || unheard == "a"',
    'unheard in unheard',
    'state.pods == "known" || state.pods in ["absent", "denied"]',
    'state.pods == text',
    'text in ["a", "b"]',
    'pod.spec.anything.at.all > 3',
    'get(pods, "[0].spec.x", 1)',
    'get(null, "spec.x", 1)',
    'quantity(5) > quantity(text)',
    'n in [1, 2.0]',
    'count(pods) in [1, 2]',
    'yes ? unheard : 3',
    'labels["a"] == 1',
    'condition(pod, "Ready").status != "True"',
  ])('%s', (text) => {
    expect(typed(text).problems).toEqual([]);
  });
});

describe('what is certainly wrong is found, and where:', () => {
  it.each([
    ['count(text)', 'text: count() takes a list, and this is a text'],
    ['count(yes) > 0', 'yes: count() takes a list, and this is true or false'],
    ['size(yes)', 'yes: size() takes a text or bytes or a list or an object, and this is true or false'],
    ['text.filter(x, x == 1)', 'text: .filter() goes through a list, and this is a text'],
    ['yes.map(x, x)', 'yes: .map() goes through a list, and this is true or false'],
    [
      'pods.filter(p, p.metadata.name)',
      'p.metadata.name: the condition of .filter() is true or false, and this is a text',
    ],
    ['pods.startsWith("a")', 'pods: .startsWith() goes with a text, and this is a list'],
    ['text + n', 'text + n: "+" cannot work with a text and a number: string(x) makes a text of a number'],
    ['text * 2', 'text * 2: "*" cannot work with a text and a number'],
    ['pods - 1', 'pods - 1: "-" cannot work with a list and a number'],
    ['now() + now()', 'now() + now(): "+" cannot work with a time and a time'],
    ['text < 3', 'text < 3: "<" cannot compare a text with a number'],
    ['pods > 0', 'pods > 0: ">" cannot compare a list with a number'],
    ['text == 3', 'text == 3: a text is never equal to a number'],
    ['maybe != yes', 'maybe != yes: a text is never equal to true or false'],
    ['yes == "true"', 'yes == "true": true or false is never equal to a text'],
    ['3 in names', '3 in names: a number is never equal to a text'],
    ['text in [1, "a"]', '1: a text is never equal to a number'],
    ['text in text', 'text: "in" looks into a list, and this is a text: a text is searched with .contains(x)'],
    ['3 in labels', '3: the key of an object is a text, and this is a number'],
    ['!text', 'text: what ! turns round is true or false, and this is a text'],
    ['yes && count(pods)', 'count(pods): each side of && is true or false, and this is a number'],
    ['text ? 1 : 2', 'text: what stands before ? is true or false, and this is a text'],
    ['-text', 'text: a text has no negative'],
    ['pods.metadata', 'metadata: a list has no fields: take one of it, such as [0], or go through it with .map(x, …)'],
    ['text.name', 'name: a text has no fields'],
    ['text[0]', 'text: a text has no elements'],
    ['pods["a"]', '"a": the place in a list is a number, and this is a text'],
    ['pod.metadata.nmae', 'nmae: pod.metadata has no field "nmae" (did you mean "name"?)'],
    ['pods[0].metadata.x.y', 'x: pods[0].metadata has no field "x" (known: name, generation)'],
    [
      'condition(pod, "Ready").state',
      'state: condition(pod, "Ready") has no field "state" (known: type, status, reason, message, lastTransitionTime, observedGeneration, lastProbeTime, lastHeartbeatTime, lastUpdateTime)',
    ],
    ['get(pod, "metadata.nmae", "")', '"metadata.nmae": there is no field "nmae" (did you mean "name"?)'],
    ['get(pod, "spec..x", "")', '"spec..x": "spec..x" is no path of a field'],
    ['get(text, "a", 1)', 'text: get() takes an object or a list, and this is a text'],
    ['condition(text, "Ready")', 'text: condition() takes an object, and this is a text'],
    ['condition(pod, 1)', '1: condition() takes a text, and this is a number'],
    ['quantity(pods)', 'pods: quantity() takes a text or a number, and this is a list'],
    ['quantity("1 Gi")', '"1 Gi": "1 Gi" is no Kubernetes quantity'],
    ['seconds("5 minutes")', '"5 minutes": "5 minutes" is no Go duration such as 5m0s'],
    ['semver(text, "a few")', '"a few": "a few" is no range of versions'],
    ['age(n)', 'n: age() takes a text, and this is a number'],
    ['get(pod, "a")', 'get: get(object, path, default) takes 3 arguments, and here are 2'],
    ['count()', 'count: count(list) takes 1 argument, and here are 0'],
    ['cuont(pods)', 'cuont: there is no function cuont() (did you mean "count"?)'],
    ['text.startWith("a")', 'startWith: there is no function .startWith() (did you mean "startsWith"?)'],
    ['pods.count()', 'count: .count() is written count(x)'],
    ['startsWith(text)', 'startsWith: startsWith() is written x.startsWith()'],
    ['state.pods == "knwon"', '"knwon": this is never "knwon" (did you mean "known"?)'],
    ['"denid" == state.pods', '"denid" == state.pods: this is never "denid" (did you mean "denied"?)'],
    ['state.pods in ["known", "gone"]', '"gone": this is never "gone" (it is one of "known", "absent", "denied")'],
    ['condition(pod, "Ready").status == "true"', '"true": this is never "true" (did you mean "True"?)'],
    ['condition(pod, "Ready") == "True"', 'condition(pod, "Ready") == "True": an object is never equal to a text'],
    ['(yes ? "init" : "main") == "container"', '"container": this is never "container" (it is one of "init", "main")'],
  ])('%s', (text, problem) => {
    expect(typed(text).problems).toEqual([problem]);
  });

  it('two mistakes in one expression are both told, one mistake once', () => {
    expect(typed('count(text) > 0 && pods.metadata.name == 3').problems).toHaveLength(2);
  });
});

describe('what is inferred', () => {
  const expressions = createExpressions(() => '2025-11-15T12:00:00Z');
  const names: Readonly<Record<string, StaticType>> = {
    a: { sorts: ['text', 'number'] },
    b: orNull(listOf({ sorts: ['number', 'text'] })),
    c: YES_OR_NO,
    d: { sorts: ['map'] },
    e: orNull(NUMBER),
  };
  const value: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    a: fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true })),
    b: fc.oneof(fc.constant(null), fc.array(fc.oneof(fc.integer(), fc.string()))),
    c: fc.boolean(),
    d: fc.dictionary(fc.constantFrom('x', 'y'), fc.jsonValue()),
    e: fc.oneof(fc.constant(null), fc.integer()),
  };

  const leaf = fc.constantFrom(
    'a',
    'b',
    'c',
    'd',
    'e',
    '1',
    '2.5',
    '"t"',
    'null',
    '[1]',
    '["t", 1]',
    '{"x": 1}',
    'true',
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => {
    const one = (make: (x: string) => string): fc.Arbitrary<string> => tie('tree').map(make);
    const two = (make: (x: string, y: string) => string): fc.Arbitrary<string> =>
      fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => make(x, y));
    const signs = fc.constantFrom('+', '-', '*', '<', '>=', '==', '!=', '&&', '||', 'in', '/');
    return {
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.tuple(signs, tie('tree'), tie('tree')).map(([sign, x, y]) => `(${x} ${sign} ${y})`),
        fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([x, y, z]) => `(${x} ? ${y} : ${z})`),
        one((x) => `!(${x})`),
        one((x) => `-(${x})`),
        one((x) => `(${x}).x`),
        one((x) => `size(${x})`),
        one((x) => `count(${x})`),
        one((x) => `quantity(${x})`),
        one((x) => `string(${x})`),
        one((x) => `condition(${x}, "Ready").status`),
        one((x) => `get(${x}, "x", 1)`),
        two((x, y) => `(${x})[${y}]`),
        two((x, y) => `(${x}).filter(v, ${y})`),
        two((x, y) => `(${x}).map(v, ${y})`),
        one((x) => `(${x}).exists(v, v == 1)`),
      ),
    };
  });

  it('is what evaluation gives, and what is refused gives nothing or could have', () => {
    fc.assert(
      fc.property(tree, fc.record(value), (text, values) => {
        const { type, problems } = typeExpression(text, (name) => names[name]);
        if (problems.length > 0) return;
        const compiled = compiledOf(text);
        const result = compiled?.evaluate(values);
        if (result?.known !== true) return;
        expect(canBe(type, sortOf(result.value))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  function compiledOf(text: string): ReturnType<typeof expressions.compile> | undefined {
    try {
      return expressions.compile(text);
    } catch {
      return undefined;
    }
  }

  function sortOf(result: unknown): Sort {
    if (result === null) return 'null';
    if (Array.isArray(result)) return 'list';
    if (typeof result === 'boolean') return 'bool';
    if (typeof result === 'number') return 'number';
    return typeof result === 'string' ? 'text' : 'map';
  }
});
