import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadProfile } from '../../src/profile/load-profile.ts';
import { formatProblem } from '../../src/runbook/problem.ts';
import { root } from '../support/shipped.ts';

const GOOD = `accepted:
  - code: drift-undetected
    object: HelmRelease/coder/coder
    reason: looked at by hand
    until: 2026-03-31
`;

function problemsOf(text: string): readonly string[] {
  const loaded = loadProfile(text, 'kubedoc.yaml');
  return 'problems' in loaded ? loaded.problems.map((problem) => formatProblem(problem, '')) : [];
}

describe('a profile', () => {
  it('is read, each entry with its place', () => {
    const [reason, until] = ['looked at by hand', '2026-03-31'];
    const entry = { code: 'drift-undetected', object: 'HelmRelease/coder/coder', reason, until };
    expect(loadProfile(GOOD, 'kubedoc.yaml')).toEqual({
      profile: { accepted: [{ ...entry, place: 'kubedoc.yaml:2:5' }], contacts: new Map() },
    });
  });

  it.each(['', '# nothing yet\n', 'accepted: []\n', '{}\n'])('may say nothing: %j', (text) => {
    expect(loadProfile(text, 'kubedoc.yaml')).toEqual({ profile: { accepted: [], contacts: new Map() } });
  });

  it.each([
    [
      'an unknown key',
      'acepted: []\n',
      'kubedoc.yaml:1:1: unknown key "acepted" (did you mean "accepted"?) [unknown-key]',
    ],
    [
      'a missing reason',
      GOOD.replace(/ {4}reason.*\n/, ''),
      'kubedoc.yaml:2:5: the key "reason" is missing [missing-key]',
    ],
    ['an empty reason', GOOD.replace('looked at by hand', '""'), 'kubedoc.yaml:4:13: is empty [value]'],
    [
      'an object without a kind',
      GOOD.replace('HelmRelease/coder/coder', 'coder/coder'),
      'kubedoc.yaml:3:13: "coder/coder" is not one: it is written as Kind/namespace/name, such as HelmRelease/coder/coder [value]',
    ],
    ['a day that is none', GOOD.replace('2026-03-31', '2026-02-30'), 'kubedoc.yaml:5:12: there is no such day [value]'],
    [
      'a time',
      GOOD.replace('2026-03-31', 'soon'),
      'kubedoc.yaml:5:12: "soon" is not one: it is a day such as 2026-03-31 [value]',
    ],
    ['a list', '- a\n', 'kubedoc.yaml:1:1: expected a map, found a list [value]'],
  ])('is refused with the place of what is wrong: %s', (_, text, line) => {
    expect(problemsOf(text)).toContain(line);
  });

  it('that is no YAML says where', () => {
    expect(problemsOf('accepted: [\n')[0]).toMatch(/^kubedoc\.yaml:\d+:\d+: .* \[yaml\]$/);
  });
});

describe('the JSON schema of a profile', () => {
  const schema = JSON.parse(readFileSync(`${root}schemas/profile.schema.json`, 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);

  it('takes what the program takes', () => {
    expect(validate(parse(GOOD))).toBe(true);
  });

  it('refuses what the program refuses', () => {
    expect(validate(parse(GOOD.replace('until', 'till')))).toBe(false);
  });
});
