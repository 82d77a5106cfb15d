import type { Rule } from './rule.ts';

/** What is asked of a file before it is a runbook, and of a folder of runbooks; the code of these stands with loading. */
export const LOADING_RULES: readonly Pick<Rule, 'name' | 'says'>[] = [
  { name: 'yaml', says: 'The file is one YAML document. What is wrong with its syntax is told alone.' },
  { name: 'format', says: 'The file opens with the number of a format that this version reads.' },
  { name: 'unknown-key', says: 'A map has only keys that the format knows.' },
  { name: 'missing-key', says: 'A key without a default is there; unknown is such a key in every step.' },
  { name: 'value', says: 'A value is of the type, and one of the words, that belong under its key.' },
  { name: 'name', says: 'A name that the author chooses has the letters that names have.' },
  { name: 'step-form', says: 'A step has exactly one of check, match, cases, enter and ask.' },
  {
    name: 'expression',
    says: 'An expression is CEL and calls functions that there are, with as many arguments as they take.',
  },
  { name: 'one-line', says: 'An expression stands on one line.' },
  { name: 'pattern-format', says: 'In a file of log patterns, a format has exactly one of json and line.' },
  {
    name: 'pattern-group',
    says: 'A log pattern has only groups that there are, and its words name only groups that it has.',
  },
  { name: 'pattern-kind', says: 'A log pattern that is no noise says what it suggests.' },
  { name: 'pattern-example', says: 'A log pattern matches its examples, with these groups, and none of its others.' },
  { name: 'duplicate-pattern', says: 'The names of log patterns, and those of their files, are unique.' },
  { name: 'duplicate-runbook', says: 'The name of a runbook is unique.' },
];
