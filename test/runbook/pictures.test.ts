import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/runbook/problem.ts';
import { changed, problemsOf } from './good-runbook.ts';
import { fc } from '../support/random.ts';

/** The caret stands below what is meant, however the text is written. */
const PICTURES: readonly (readonly [how: string, from: string, to: string, shown: string])[] = [
  [
    'plain',
    'check: count(pods) > 0',
    'check: count(first) > 0',
    `
pods.yaml:22:18: count() takes a list, and this is a text [type]
22 |     check: count(first) > 0
                      ^~~~~`,
  ],
  [
    'in single quotes, with a quote inside',
    'check: count(pods) > 0',
    "check: '''x'' != first && count(first) > 0'",
    `
pods.yaml:22:37: count() takes a list, and this is a text [type]
22 |     check: '''x'' != first && count(first) > 0'
                                         ^~~~~`,
  ],
  [
    'in double quotes, with escapes inside',
    'check: count(pods) > 0',
    'check: "\\"\\\\u0041\\" != first && count(first) > 0"',
    `
pods.yaml:22:43: count() takes a list, and this is a text [type]
22 |     check: "\\"\\\\u0041\\" != first && count(first) > 0"
                                               ^~~~~`,
  ],
  [
    'in a literal block',
    'check: count(pods) > 0',
    'check: |\n      count(first) > 0',
    `
pods.yaml:23:13: count() takes a list, and this is a text [type]
23 |       count(first) > 0
                 ^~~~~`,
  ],
  [
    'in a folded block with a comment',
    'check: count(pods) > 0',
    'check: >- # why\n        count(first) > 0',
    `
pods.yaml:23:15: count() takes a list, and this is a text [type]
23 |         count(first) > 0
                   ^~~~~`,
  ],
  [
    'in a flow map',
    '{when: fit.fits, answer: they fit',
    "{answer: they fit, when: 'count(first) > 0'",
    `
pods.yaml:31:41: count() takes a list, and this is a text [type]
31 |       - {answer: they fit, when: 'count(first) > 0', then: said}
                                             ^~~~~`,
  ],
  [
    'behind characters that take two columns',
    'check: count(pods) > 0',
    `check: 'first == "日本🚀" && count(first) > 0'`,
    `
pods.yaml:22:38: count() takes a list, and this is a text [type]
22 |     check: 'first == "日本🚀" && count(first) > 0'
                                            ^~~~~`,
  ],
  [
    'below characters that take two columns',
    'check: count(pods) > 0',
    `check: 'state.pods == "日本"'`,
    `
pods.yaml:22:27: this is never "日本" (it is one of "known", "absent", "denied", "failed", "skipped", "unclear") [type]
22 |     check: 'state.pods == "日本"'
                               ^~~~~~`,
  ],
  [
    'behind a tab',
    'check: count(pods) > 0',
    'check:\tcount(first) > 0',
    `
pods.yaml:22:18: count() takes a list, and this is a text [type]
22 |     check: count(first) > 0
                      ^~~~~`,
  ],
  [
    'in a line that is too long, at its end',
    'check: count(pods) > 0',
    `check: '${'count(pods) > 1 && '.repeat(20)}count(first) > 0'`,
    `
pods.yaml:22:399: count() takes a list, and this is a text [type]
22 | …count(pods) > 1 && count(pods) > 1 && count(pods) > 1 && count(first) > 0'
                                                                     ^~~~~`,
  ],
  [
    'in a line that is too long, at its beginning',
    'check: count(pods) > 0',
    `check: 'count(first) > 1${' && count(pods) > 1'.repeat(20)}'`,
    `
pods.yaml:22:19: count() takes a list, and this is a text [type]
22 |     check: 'count(first) > 1 && count(pods) > 1 && count(pods) > 1 && coun…
                       ^~~~~`,
  ],
  [
    'in a line that is too long, in its middle',
    'check: count(pods) > 0',
    `check: '${'count(pods) > 1 && '.repeat(20)}count(first) > 1${' && count(pods) > 1'.repeat(20)}'`,
    `
pods.yaml:22:399: count() takes a list, and this is a text [type]
22 | … count(pods) > 1 && count(pods) > 1 && count(first) > 1 && count(pods) > …
                                                   ^~~~~`,
  ],
  [
    'a key',
    '    say: ',
    '    sya: ',
    `
pods.yaml:23:5: unknown key "sya" (did you mean "say"?) [unknown-key]
23 |     sya: '{fit.needed:bytes} needed by {first}'
         ^~~`,
  ],
  [
    'the part of a pattern',
    'cannot open (?P<file>\\S+)',
    'cannot (?!open) (?P<file>\\S+)',
    `
pods.yaml:45:38: not an RE2 pattern: invalid or unsupported Perl syntax: \`(?!\` [pattern]
45 |       - {class: no file, is: 'cannot (?!open) (?P<file>\\S+)', then: {findi…
                                          ^~~`,
  ],
  [
    'an alias without an anchor',
    'advice: [mend, look]',
    'advice: *all',
    `
pods.yaml:69:13: no anchor &all [yaml]
69 |     advice: *all
                 ^~~~`,
  ],
];

describe('a problem points at what is meant:', () => {
  it.each(PICTURES)('%s', (_how, from, to, shown) => {
    const text = changed(from, to);
    const [first] = problemsOf(text);
    if (first === undefined) throw new Error('nothing was found');
    expect(`\n${formatProblem(first, text)}`).toContain(shown);
  });
});

it('never takes more than 80 columns, and keeps the caret below what is meant', () => {
  const piece = fc.constantFrom('a', ' ', '日', '🚀', 'é', '\t', '\u0007', 'word', '👩‍👩‍👧');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 120 }), fc.array(piece, { maxLength: 120 }), (before, after) => {
      const line = `${before.join('')}HERE${after.join('')}`;
      const mark = { line: 1, column: before.join('').length + 1, length: 4 };
      const shown = formatProblem({ file: 'x', ...mark, message: 'm', rule: 'r' }, line);
      const [, text = '', carets = ''] = shown.split('\n');
      expect(stringWidth(text)).toBeLessThanOrEqual(80);
      expect(carets.trimStart()).toBe('^~~~');
      expect(stringWidth(text.slice(0, text.indexOf('HERE')))).toBe(carets.indexOf('^'));
    }),
  );
});
