import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { loadProfile, NO_PROFILE } from '../../src/profile/load-profile.ts';
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
      profile: { ...NO_PROFILE, accepted: [{ ...entry, place: 'kubedoc.yaml:2:5' }] },
    });
  });

  it.each(['', '# nothing yet\n', 'accepted: []\n', '{}\n'])('may say nothing: %j', (text) => {
    expect(loadProfile(text, 'kubedoc.yaml')).toEqual({ profile: NO_PROFILE });
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

const WORKSHOP = `contexts:
  - context: us-east-2
    role: control-plane
    domain: ai.example.com
    wildcard: '*.ai.example.com'
  - context: eu-west-2
workshop:
  participants: 30
  start: 2026-12-01T09:00
  zone: Europe/Berlin
  duration: 4h
  workspace:
    cpu: 2
    memory: 4Gi
thresholds:
  participants-per-provisioner: 3
escalation:
  begin: { P0: L2, P1: L1 }
`;

test.each(['aws-region: eu-centrl-1', 'aws-profile: --debug'])(
  'what AWS cannot be asked with is refused: %s',
  (line) => {
    const [problem] = problemsOf(`contexts:\n  - context: us\n    ${line}\n`);
    expect(problem).toMatch(/^kubedoc\.yaml:3:\d+: /);
  },
);

describe('a profile of workshops', () => {
  it('is read, each part with its place', () => {
    const loaded = loadProfile(WORKSHOP, 'kubedoc.yaml');
    expect(loaded).toMatchObject({
      profile: {
        contexts: [
          { context: 'us-east-2', role: 'control-plane', domain: 'ai.example.com', place: 'kubedoc.yaml:2:5' },
          { context: 'eu-west-2', role: '', domain: '', wildcard: '', place: 'kubedoc.yaml:6:5' },
        ],
        workshops: [
          {
            name: '',
            participants: 30,
            start: '2026-12-01T09:00',
            workspace: { cpuMillicores: 2000, memoryBytes: 4 * 1024 ** 3, perParticipant: undefined, images: [] },
            places: { start: 'kubedoc.yaml:9:10', zone: 'kubedoc.yaml:10:9', duration: 'kubedoc.yaml:11:13' },
          },
        ],
        thresholds: [{ name: 'participants-per-provisioner', value: 3, place: 'kubedoc.yaml:16:33' }],
        begin: new Map([
          ['P0', 'L2'],
          ['P1', 'L1'],
        ]),
      },
    });
  });

  it.each([
    [
      'role: control-plane',
      'role: controlplane',
      '3:11: "controlplane" is not one of them (did you mean "control-plane"?)',
    ],
    ['context: eu-west-2', 'context: us-east-2', '6:14: the context "us-east-2" stands here twice'],
    [
      'domain: ai',
      'domain: https://ai',
      '4:13: "https://ai.example.com" is not one: it is a host such as ai.example.com',
    ],
    ["'*.ai.example.com'", 'ai.example.com', '5:15: "ai.example.com" is not one: it is a host that begins with *.'],
    ['participants: 30', 'participants: 0', '8:17: is at least 1'],
    ['participants: 30', 'participants: 10001', '8:17: is at most 10000'],
    ['participants: 30', 'participants: 1.5', '8:17: expected a whole number, found a number'],
    ['participants: 30', 'participant: 30', '8:3: unknown key "participant" (did you mean "participants"?)'],
    ['2026-12-01T09:00', 'now', '9:10: "now" is not one: it is a time such as 2026-12-01T09:00'],
    ['2026-12-01T09:00', '2026-02-30T09:00', '9:10: "2026-02-30T09:00" is no time that there is'],
    ['2026-12-01T09:00', '2027-03-28T02:30', '9:10: there is no 2027-03-28T02:30 in Europe/Berlin'],
    ['Europe/Berlin', 'Berlin', '10:9: there is no time zone "Berlin" (did you mean Europe/Berlin?)'],
    ['duration: 4h', 'duration: 0h', '11:13: "0h" is too short'],
    ['cpu: 2', 'cpu: 0', '13:10: is more than 0'],
    ['cpu: 2', 'cpu: two', '13:10: "two" is not one: it is an amount such as 2 or 500m, at least 1m'],
    ['cpu: 2', 'cpu: []', '13:10: expected a text or a number, found a list'],
    ['memory: 4Gi', 'memory: 4', '14:13: is an amount such as 4Gi, at least 1Mi'],
    ['memory: 4Gi', "namespace: 'A_b'", '14:16: "A_b" is not one: it is the name of a namespace'],
    ['provisioner: 3', 'provisioner: -3', '16:33: is at least 0'],
    ['P0: L2', 'P0: L4', '18:16: "L4" is not one of them'],
    ['P0: L2', 'P4: L2', '18:12: unknown key "P4"'],
    [
      'thresholds:',
      'workshops:\n  - name: b\nthresholds:',
      '7:1: there is a list of workshops, too: put it among them',
    ],
  ])('is refused with the place: %s as %s', (good, bad, line) => {
    expect(problemsOf(WORKSHOP.replace(good, bad)).join('\n')).toContain(`kubedoc.yaml:${line}`);
  });

  it.each([
    [
      'name: a, contexts: [us-east-2]',
      'name: b, contexts: [us-east2]',
      'there is no context "us-east2" in this profile (did you mean "us-east-2"?)',
    ],
    ['name: a', 'name: a', 'the workshop "a" stands here twice'],
    ['name: a', 'name: "A b"', '"A b" is not one: it is a name such as december-berlin'],
    ['name: a', 'participants: 3', 'the key "name" is missing'],
  ])('with several is refused: %s and %s', (one, other, message) => {
    const text = `contexts: [{ context: us-east-2 }]\nworkshops:\n  - { ${one} }\n  - { ${other} }\n`;
    expect(problemsOf(text).join('\n')).toContain(message);
  });
});

const MIRRORS = `mirrors:
  - from: ghcr.io/example
    to: registry.example.com/ghcr
    every: 7d
  - from: docker.io
    to: registry.example.com/hub
`;

describe('a profile of mirrors', () => {
  it('is read', () => {
    expect(loadProfile(MIRRORS, 'kubedoc.yaml')).toEqual({
      profile: {
        ...NO_PROFILE,
        mirrors: [
          { from: 'ghcr.io/example', to: 'registry.example.com/ghcr', every: 604_800 },
          { from: 'docker.io', to: 'registry.example.com/hub', every: 0 },
        ],
      },
    });
  });

  it.each([
    [
      'from: ghcr.io/example',
      'from: example',
      '2:11: is a registry with a path, such as ghcr.io/example, without a tag',
    ],
    [
      'from: ghcr.io/example',
      'from: https://ghcr.io/x',
      '2:11: is a registry with a path, such as ghcr.io/example, without a tag',
    ],
    [
      'from: ghcr.io/example',
      'from: ghcr.io/example:v1',
      '2:11: is a registry with a path, such as ghcr.io/example, without a tag',
    ],
    [
      'from: ghcr.io/example',
      'from: ghcr.io/example/',
      '2:11: is a registry with a path, such as ghcr.io/example, without a tag',
    ],
    ['every: 7d', 'every: 7', '4:12: expected a text, found a number'],
    ['every: 7d', 'every: weekly', '4:12: is a length of time such as 24h or 7d'],
    ['every: 7d', 'every: 0h', '4:12: is a length of time such as 24h or 7d'],
    ['every: 7d', 'period: 7d', '4:5: unknown key "period"'],
    ['from: ghcr.io/example', 'fro: ghcr.io/example', '2:5: unknown key "fro" (did you mean "from"?)'],
    ['com/hub', 'com/ghcr', '6:9: the mirror "registry.example.com/ghcr" stands here twice'],
    ['to: registry.example.com/hub', 'to: index.docker.io', '5:11: docker.io is the mirror itself'],
  ])('is refused with the place: %s as %s', (good, bad, line) => {
    expect(problemsOf(MIRRORS.replace(good, bad)).join('\n')).toContain(`kubedoc.yaml:${line}`);
  });
});

describe('the JSON schema of a profile', () => {
  const schema = JSON.parse(readFileSync(`${root}schemas/profile.schema.json`, 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);

  it.each([GOOD, WORKSHOP, MIRRORS, readFileSync(`${root}profiles/workshop.yaml`, 'utf8')])(
    'takes what the program takes',
    (text) => {
      expect(validate(parse(text))).toBe(true);
      expect(problemsOf(text)).toEqual([]);
    },
  );

  it('refuses what the program refuses', () => {
    expect(validate(parse(GOOD.replace('until', 'till')))).toBe(false);
  });
});
