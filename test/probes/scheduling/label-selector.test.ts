import { describe, expect, it } from 'vitest';
import { selects } from '../../../src/probes/label-selector.ts';
import { labelSelectorText } from '../../../src/probes/scheduling/label-selector-text.ts';

const LABELS = { app: 'web', tier: 'front' };
const where = (key: string, operator: string, values?: readonly string[]) => ({
  matchExpressions: [{ key, operator, ...(values === undefined ? {} : { values }) }],
});

/** apimachinery/pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector; apimachinery/pkg/labels/selector.go, Matches. */
describe('a label selector', () => {
  it.each<[string, unknown, boolean]>([
    ['none selects nothing', undefined, false],
    ['null selects nothing', null, false],
    ['an empty one selects everything', {}, true],
    ['matchLabels', { matchLabels: { app: 'web' } }, true],
    ['every label must match', { matchLabels: { app: 'web', tier: 'back' } }, false],
    ['labels and expressions must hold', { matchLabels: { app: 'web' }, ...where('tier', 'In', ['back']) }, false],
    ['In', where('app', 'In', ['api', 'web']), true],
    ['In of a missing label', where('zone', 'In', ['a']), false],
    ['NotIn', where('app', 'NotIn', ['api']), true],
    ['NotIn of its value', where('app', 'NotIn', ['web']), false],
    ['NotIn of a missing label', where('zone', 'NotIn', ['a']), true],
    ['Exists', where('app', 'Exists'), true],
    ['Exists of a missing label', where('zone', 'Exists'), false],
    ['DoesNotExist', where('zone', 'DoesNotExist'), true],
    ['DoesNotExist of a label', where('app', 'DoesNotExist'), false],
    ['an operator of nodes only', where('app', 'Gt', ['1']), false],
  ])('%s', (_, selector, expected) => {
    expect(selects(selector, LABELS)).toBe(expected);
  });

  it.each<[unknown, string]>([
    [{ matchLabels: { app: 'web' }, ...where('tier', 'In', ['a', 'b']) }, 'app=web and tier in (a, b)'],
    [where('tier', 'DoesNotExist'), 'tier does not exist'],
    [{}, 'any labels'],
    [undefined, 'no labels'],
  ])('in words: %j', (selector, text) => {
    expect(labelSelectorText(selector)).toBe(text);
  });
});
