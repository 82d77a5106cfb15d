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

  it('refuses runbooks that enter each other', () => {
    const back = loadRunbook(
      BELOW.replace('no: {finding: below-gone}', 'no: next').replace(
        'unknown: unclear}\n',
        'unknown: unclear}\n  - {step: up, question: Up?, enter: pods, with: {workload: thing}, found: {finding: below-gone}, clean: healthy, unknown: unclear}\n',
      ),
      'below.yaml',
    );
    expect(checkRunbooks([good, back], { probes: PROBES }).map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'below.yaml enter-cycle',
      'pods.yaml enter-cycle',
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
});
