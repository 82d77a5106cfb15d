import { describe, expect, it } from 'vitest';
import { checkRunbooks } from '../../src/runbook/check.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { BELOW, GOOD, PROBES } from './good-runbook.ts';

const good = loadRunbook(GOOD, 'pods.yaml');
const below = loadRunbook(BELOW, 'below.yaml');

describe('checkRunbooks', () => {
  it('knows runbooks that are not checked again', () => {
    expect(checkRunbooks([good], { probes: PROBES })).toMatchObject([{ rule: 'enter' }]);
    const runbooks = new Map(below.runbook === undefined ? [] : [['below', below.runbook] as const]);
    expect(checkRunbooks([good], { probes: PROBES, runbooks })).toEqual([]);
  });

  it('lets a runbook take the place of a shipped one of its name', () => {
    const shipped = new Map(good.runbook === undefined ? [] : [['pods', good.runbook] as const]);
    expect(checkRunbooks([good, below], { probes: PROBES, runbooks: shipped })).toEqual([]);
  });

  it('does not miss a runbook that is there and broken', () => {
    const broken = loadRunbook(BELOW.replace('summary', 'sumary'), 'below.yaml');
    const unreadable = loadRunbook(`${BELOW}]`, 'folder/below.yaml');
    for (const each of [broken, unreadable])
      expect(checkRunbooks([good, each], { probes: PROBES }).map(({ file }) => file)).not.toContain('pods.yaml');
  });

  it('refuses two runbooks of one name, at both', () => {
    const again = loadRunbook(GOOD, 'again.yaml');
    expect(checkRunbooks([good, below, again], { probes: PROBES })).toMatchObject([
      {
        file: 'again.yaml',
        line: 2,
        column: 7,
        message: 'the name "pods" is taken by pods.yaml',
        rule: 'duplicate-runbook',
      },
      {
        file: 'pods.yaml',
        line: 2,
        column: 7,
        message: 'the name "pods" is taken by again.yaml',
        rule: 'duplicate-runbook',
      },
    ]);
  });

  it('lets runbooks enter each other about an object, by which a walk can tell that it has been there', () => {
    const back = loadRunbook(entersPods(BELOW), 'below.yaml');
    expect(checkRunbooks([good, back], { probes: PROBES })).toEqual([]);
  });

  it.each([
    ['a text', 'extra: {kind: text}'],
    ['an object that may be left out', 'extra: {kind: object, optional: true}'],
  ])('refuses a runbook that is entered again from within and is about %s', (_, first) => {
    const inputs = `inputs:\n  ${first}\n  thing: {kind: object}`;
    const text = entersPods(BELOW).replace(/inputs:\n.*\n.*optional: true\}/, inputs);
    const other = loadRunbook(GOOD.replace('with: {thing: item', 'with: {extra: item, thing: item'), 'pods.yaml');
    const found = checkRunbooks([other, loadRunbook(text, 'below.yaml')], { probes: PROBES });
    expect(found.filter(({ rule }) => rule === 'enter-cycle')).toMatchObject([
      { file: 'below.yaml', message: expect.stringMatching(/^runbook pods enters this one again, and/) as unknown },
    ]);
  });

  it('says what is wrong at an anchor once, where it stands', () => {
    const rules = '[{is: P1, when: nowhere, rule: x}, {is: P2, rule: x}]';
    const text = BELOW.replace('[{is: P3, rule: it is small}]', `&rules ${rules}`)
      .replace('no: {finding: below-gone}', 'no: {finding: below-gone}, unknown: {finding: other}')
      .replace(', unknown: unclear}', '}')
      .concat('  other: {layer: runtime, on: thing, title: x, cause: x, severity: *rules, at-most: likely}\n');
    expect(checkRunbooks([loadRunbook(text, 'below.yaml')], { probes: PROBES })).toMatchObject([
      {
        line: 11,
        rule: 'unknown-name',
        message: '"nowhere" is not declared' + ' (known: thing, extra, answers, server, matched, state)',
      },
    ]);
  });

  it('says what is wrong with the types at an anchor once, where it stands', () => {
    const text = GOOD.replace(
      'severity:\n      - {is: P1, when: fit.fits,',
      'severity:\n      - &rule {is: P1, when: first,',
    ).replace('      - {is: P2, rule: something', '      - *rule\n      - {is: P2, rule: something');
    expect(checkRunbooks([loadRunbook(text, 'pods.yaml'), below], { probes: PROBES })).toMatchObject([
      { line: 66, column: 30, rule: 'type', message: 'true or false belongs here, and this is a text' },
    ]);
  });

  it('tells all that is wrong with a file, in the order of its lines', () => {
    const text = GOOD.replace('no: {note: none, go: end}', 'no: {note: none, go: ende}')
      .replace('check: count(pods) > 0', 'check: count(podz) > 0')
      .replace('match: log', 'match: pods');
    const problems = checkRunbooks([loadRunbook(text, 'pods.yaml'), below], { probes: PROBES });
    expect(problems.map(({ line, column, message, rule }) => `${line}:${column} ${message} [${rule}]`)).toEqual([
      '15:3 nothing uses the look-up "log" [unused]',
      '22:18 "podz" is not declared (did you mean "pods"?) [unknown-name]',
      '26:26 there is no step "ende" (did you mean "end"?) [branch-target]',
      '43:12 a text belongs here, and this is a list or null [type]',
    ]);
  });

  it('stops at an error in the syntax, which it tells alone', () => {
    const text = GOOD.replace('summary:', 'sumary:').replace('advice: [mend, look]', 'advice: [mend, look');
    const problems = checkRunbooks([loadRunbook(text, 'pods.yaml'), below], { probes: PROBES });
    expect(problems.map(({ line, column, rule }) => [line, column, rule])).toEqual([[70, 1, 'yaml']]);
  });

  it('refuses an object of another kind than the entered runbook is about', () => {
    const wants = loadRunbook(BELOW.replace('thing: {kind: object}', 'thing: {kind: HelmRelease}'), 'below.yaml');
    expect(checkRunbooks([good, wants], { probes: PROBES })).toMatchObject([
      {
        line: 52,
        column: 19,
        rule: 'type',
        message: 'runbook below needs a HelmRelease as "thing", and this is an Event',
      },
    ]);
  });

  it('refuses the content of an object of which only the metadata is read', () => {
    const secret = '  secret: {get: secrets, name: first, namespace: \'"x"\', read: metadata}\n';
    const text = GOOD.replace('  log: {logs', `${secret}  log: {logs`).replace(
      'when: node == null',
      'when: secret.data.x == ""',
    );
    const problems = checkRunbooks([loadRunbook(text, 'pods.yaml'), below], { probes: PROBES });
    expect(problems.map(({ line, message, rule }) => `${line} ${message} [${rule}]`)).toEqual([
      '14 nothing uses the look-up "node" [unused]',
      '33 secret has no field "data" (known: apiVersion, kind, metadata) [unknown-field]',
    ]);
  });
});

/** The runbook below, which then enters the one that enters it. */
function entersPods(text: string): string {
  return text
    .replace('no: {finding: below-gone}', 'no: next')
    .replace(
      'unknown: unclear}\n',
      'unknown: unclear}\n  - {step: up, question: Up?, enter: pods, with: {workload: thing}, found: {finding: below-gone}, clean: healthy, unknown: unclear}\n',
    );
}
