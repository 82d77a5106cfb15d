import { expect, test } from 'vitest';
import type { Question } from '../../src/model/world.ts';
import { Answers } from '../../src/terminal/answers.ts';

function question(id: string, values: readonly string[] = ['yes', 'no'], text = `${id}?`): Question {
  return { id, text, options: values.map((value) => ({ value, label: value, hint: '' })) };
}

function answered(): Answers {
  const answers = new Answers({ preset: 'yes' });
  answers.add(question('a'), 'yes');
  answers.add(question('b'), 'unknown');
  answers.restart();
  return answers;
}

test('recalls in order, then has nothing to say', () => {
  const answers = answered();
  expect([answers.recall(question('a')), answers.recall(question('b')), answers.recall(question('c'))]).toEqual([
    'yes',
    'unknown',
    undefined,
  ]);
});

test('presets answer by id and are never given back', () => {
  const answers = answered();
  expect([answers.recall(question('preset')), answers.recall(question('a'))]).toEqual(['yes', 'yes']);
  expect(answers.given.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(new Answers({}).recall(question('toString'))).toBeUndefined();
});

test.each([
  ['another question', question('x')],
  ['other words, so another object', question('a', ['yes', 'no'], 'a of another?')],
  ['the answer is not offered any more', question('a', ['no'])],
])('%s: this answer and all later ones are dropped', (_, changed) => {
  const answers = answered();
  expect(answers.recall(changed)).toBeUndefined();
  expect(answers.given).toEqual([]);
});

test('an answer takes the place of what came after it', () => {
  const answers = answered();
  answers.recall(question('a'));
  answers.recall(question('z'));
  answers.add(question('z'), 'no');
  expect(answers.given.map(({ id, value }) => `${id}=${value}`)).toEqual(['a=yes', 'z=no']);
});

test('drops the last', () => {
  const answers = answered();
  answers.dropLast();
  answers.dropLast();
  answers.dropLast();
  expect(answers.given).toEqual([]);
});
