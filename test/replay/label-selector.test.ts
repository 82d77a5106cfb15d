import { expect, test } from 'vitest';
import type { KubeObject } from '../../src/model/object.ts';
import { parseLabelSelector } from '../../src/replay/label-selector.ts';

function labelled(labels: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels } };
}

test.each([
  ['app in ()', { app: '' }, true],
  ['app in (,x)', { app: '' }, true],
  ['app notin ( web , api )', { app: 'web' }, false],
  ['app notin (web)', {}, true],
  ['! app', {}, true],
  ['app=', { app: '' }, true],
  ['app=', {}, false],
  ['size>2', { size: '10' }, true],
  ['size<2', { size: '10' }, false],
  ['size>2', { size: 'large' }, false],
  ['in in (in)', { in: 'in' }, true],
  ['constructor', {}, false],
])('%s', (selector, labels, selected) => {
  const selection = parseLabelSelector(selector);
  expect('selects' in selection && selection.selects(labelled(labels as Record<string, string>))).toBe(selected);
});

const RULE = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with";

/** As kube-apiserver 1.34 refuses them; \`npm run test:cluster -- replay-server\` holds more of them against it. */
test.each([
  [',', "found ',', expected: !, identifier, or 'end of string'"],
  ['app=web,', "found '', expected: identifier after ','"],
  ['app=we b', "found 'b', expected: ',' or 'end of string'"],
  ['app in web', "unable to parse requirement: found 'web' expected: '('"],
  ['app in (web', "unable to parse requirement: found '', expected: ',' or ')'"],
  ['tier gt 1', "unable to parse requirement: found 'gt', expected: in, notin, =, ==, !=, gt, lt"],
  ['app===web', "unable to parse requirement: found '=', expected: identifier"],
  [
    'tier>x',
    "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
  ],
  ['-app=web', `unable to parse requirement: <nil>: Invalid value: "-app": name part ${RULE}`],
  ['a/b/c=d', `unable to parse requirement: <nil>: Invalid value: "a/b/c": a qualified name ${RULE}`],
  ['app in (b,-a)', 'unable to parse requirement: values[0][app]: Invalid value: "-a": a valid label must be'],
])('%s is refused', (selector, words) => {
  expect(parseLabelSelector(selector)).toEqual({ wrong: expect.stringContaining(words) as string });
});
