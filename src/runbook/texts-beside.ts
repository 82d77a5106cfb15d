import type { CheckSpec } from '../model/check.ts';
import type { EscalationSpec, HandOverSpec } from '../model/escalation.ts';
import type { LeadsSpec } from '../model/leads-spec.ts';
import type { Path } from './source.ts';
import { anything, entries, expression, items, optional, withItem, words, type RunbookText } from './text-builders.ts';

/** The texts of what tells changes. */
export function leadsTexts(leads: LeadsSpec, at: Path): readonly RunbookText[] {
  return [
    expression(leads.since, at, 'since'),
    expression(leads.onset, at, 'onset'),
    ...items(leads.told, [...at, 'told'], (each, where) => [
      expression(each.when, where, 'when'),
      words(each.words, where, 'words'),
    ]),
    ...items(leads.kinds, [...at, 'kinds'], (each, where) => [
      expression(each.each, where, 'each'),
      ...withItem({ each: each.each }, [
        expression(each.at, where, 'at'),
        expression(each.of, where, 'of'),
        words(each.text, where, 'text'),
        expression(each.writer, where, 'writer'),
      ]),
    ]),
  ];
}

/** The texts of whom to call. */
export function escalationTexts(spec: EscalationSpec, at: Path): readonly RunbookText[] {
  const turns = Object.entries(spec.levels).flatMap(([level, rules]) =>
    items(rules, [...at, 'levels', level], (rule, where) => [
      ...optional(rule.when, where, 'when'),
      words(rule.does, where, 'does'),
    ]),
  );
  const begin = items(spec.begin, [...at, 'begin'], (rule, where) => [
    ...optional(rule.when, where, 'when'),
    words(rule.because, where, 'because'),
  ]);
  return [
    ...withItem('finding', [...begin, ...turns]),
    ...entries(spec.teams, [...at, 'teams'], (who, where) => [words(who, where)]),
    ...items(spec['hand-over'], [...at, 'hand-over'], handOverTexts),
  ];
}

/** The texts of what makes a runbook a check. */
export function checkTexts(spec: CheckSpec, at: Path): readonly RunbookText[] {
  return [
    ...entries(spec.gives ?? {}, [...at, 'gives'], (value, where) => [anything(value, where)]),
    ...items(spec.trial, [...at, 'trial'], handOverTexts),
  ];
}

function handOverTexts(one: HandOverSpec, where: Path): readonly RunbookText[] {
  const texts = [
    words(one.what, where, 'what'),
    words(one.holds, where, 'holds'),
    ...items(one.commands, [...where, 'commands'], (each, place) => [words(each, place)]),
    ...Object.entries(one.blanks ?? {}).map(([name, question]) => words(question, where, 'blanks', name)),
  ];
  return [
    ...optional(one.when, where, 'when'),
    ...optional(one.each, where, 'each'),
    ...(one.each === undefined ? texts : withItem({ each: one.each }, texts)),
  ];
}
