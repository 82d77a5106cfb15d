import type { AwsLookup } from '../model/lookup-forms.ts';
import type { ProgramSpec } from '../model/program.ts';
import {
  RELATIONS,
  type AdviceSpec,
  type Derived,
  type EvidenceSpec,
  type FindingSpec,
  type Lookup,
  type RuledOutSpec,
  type Runbook,
  type Step,
} from '../model/runbook.ts';
import { outcomesOf } from './branches.ts';
import type { Path } from './source.ts';
import {
  anything,
  entries,
  expression,
  items,
  optional,
  optionalWords,
  withItem,
  words,
  type RunbookText,
} from './text-builders.ts';
import { checkTexts, escalationTexts, leadsTexts } from './texts-beside.ts';

export type { ItemSource, RunbookText } from './text-builders.ts';

/** Every expression and all words of a runbook, in the order of the format. */
export function textsOf(runbook: Runbook): readonly RunbookText[] {
  return [
    ...entries(runbook.lookups, ['lookups'], lookupTexts),
    ...entries(runbook.derive, ['derive'], derivedTexts),
    ...entries(runbook.gives ?? {}, ['gives'], (value, at) => [anything(value, at)]),
    ...runbook.steps.flatMap((step, index) => stepTexts(step, index)),
    ...entries(runbook.findings, ['findings'], findingTexts),
    ...entries(runbook.advice, ['advice'], adviceTexts),
    ...entries(runbook.notes, ['notes'], (note, at) => [expression(note.on, at, 'on'), words(note.text, at, 'text')]),
    ...items(runbook.observations, ['observations'], (each, at) => [
      expression(each.when, at, 'when'),
      expression(each.on, at, 'on'),
      words(each.text, at, 'text'),
    ]),
    ...entries(runbook.tables, ['tables'], (table, at) => [
      words(table.title, at, 'title'),
      expression(table.each, at, 'each'),
      ...withItem(
        { each: table.each },
        entries(table.columns, [...at, 'columns'], (cell, where) => [words(cell, where)]),
      ),
    ]),
    ...items(runbook.timeline, ['timeline'], (entry, at) => [
      expression(entry.each, at, 'each'),
      ...withItem({ each: entry.each }, [
        expression(entry.at, at, 'at'),
        ...optional(entry.of, at, 'of'),
        words(entry.text, at, 'text'),
      ]),
    ]),
    ...(runbook.check === undefined ? [] : checkTexts(runbook.check, ['check'])),
    ...(runbook.leads === undefined ? [] : leadsTexts(runbook.leads, ['leads'])),
    ...(runbook.escalation === undefined ? [] : escalationTexts(runbook.escalation, ['escalation'])),
    ...Object.entries(runbook.programs).flatMap(([name, program]) =>
      withItem({ program: name }, programTexts(program, ['programs', name])),
    ),
  ];
}

function programTexts(program: ProgramSpec, at: Path): readonly RunbookText[] {
  return [
    words(program.absent, at, 'absent'),
    words(program.silent, at, 'silent'),
    ...items(program.unfit, [...at, 'unfit'], (each, where) => [
      expression(each.when, where, 'when'),
      words(each.words, where, 'words'),
    ]),
    ...items(program.instead, [...at, 'instead'], (each, where) => [words(each.use, where, 'use')]),
  ];
}

function lookupTexts(lookup: Lookup, at: Path): readonly RunbookText[] {
  return [
    ...(['name', 'namespace', 'key', 'stats', 'http', 'terraform', 'when', ...RELATIONS] as const).flatMap((key) =>
      optional(lookup[key], at, key),
    ),
    ...withItem({ of: lookup }, optional(lookup.where, at, 'where')),
    ...items(lookup.run, [...at, 'run'], (word, where) => [words(word, where)]),
    ...optionalWords(lookup.labels, at, 'labels'),
    ...optionalWords(lookup.fields, at, 'fields'),
    ...optional(lookup.logs?.pod, at, 'logs', 'pod'),
    ...optional(lookup.logs?.pods, at, 'logs', 'pods'),
    ...optional(lookup.logs?.container, at, 'logs', 'container'),
    ...(lookup.aws === undefined ? [] : awsTexts(lookup.aws, [...at, 'aws'])),
    ...optional(lookup.dns?.name, at, 'dns', 'name'),
    ...optional(lookup.dns?.server, at, 'dns', 'server'),
    ...optional(lookup.registry?.image, at, 'registry', 'image'),
  ];
}

function awsTexts({ at: place, options, each }: AwsLookup, at: Path): readonly RunbookText[] {
  const told = entries(options ?? {}, [...at, 'options'], (value, where) => [expression(value, where)]);
  return [
    expression(place, at, 'at'),
    ...optional(each, at, 'each'),
    ...(each === undefined ? told : withItem({ each }, told)),
  ];
}

function derivedTexts(derived: Derived, at: Path): readonly RunbookText[] {
  if (typeof derived === 'string') return [anything(derived, at)];
  return entries(derived.with, [...at, 'with'], (argument, where) => [anything(argument, where)]);
}

function stepTexts(step: Step, index: number): readonly RunbookText[] {
  const at = ['steps', index];
  return [
    words(step.question, at, 'question'),
    ...optionalWords(step.say, at, 'say'),
    ...items(step.evidence, [...at, 'evidence'], evidenceTexts),
    ...formTexts(step, at),
    ...outcomesOf(step, index).flatMap(({ branch, path }) => [
      ...optionalWords(branch.say, path, 'say'),
      ...items(branch['rules-out'], [...path, 'rules-out'], ruledOutTexts),
    ]),
  ];
}

function formTexts(step: Step, at: Path): readonly RunbookText[] {
  if ('check' in step) return [expression(step.check, at, 'check')];
  if ('match' in step) return [expression(step.match, at, 'match')];
  if ('cases' in step)
    return items(step.cases, [...at, 'cases'], (each, where) => [expression(each.when, where, 'when')]);
  if ('ask' in step) return items(step.ask, [...at, 'ask'], (each, where) => [words(each.label, where, 'label')]);
  const inputs = entries(step.with, [...at, 'with'], (value, where) => [anything(value, where)]);
  const picked = (['label', 'hint', 'value', 'left-out'] as const).flatMap((key) =>
    optionalWords(step.pick?.[key], at, 'pick', key),
  );
  return [
    ...optionalWords(step['at-most']?.needs, at, 'at-most', 'needs'),
    ...optional(step.each, at, 'each'),
    ...(step.each === undefined ? [...inputs, ...picked] : withItem({ each: step.each }, [...inputs, ...picked])),
  ];
}

function findingTexts(finding: FindingSpec, at: Path): readonly RunbookText[] {
  return [
    expression(finding.on, at, 'on'),
    ...optional(finding.same, at, 'same'),
    words(finding.title, at, 'title'),
    words(finding.cause, at, 'cause'),
    ...items(finding.also, [...at, 'also'], (each, where) => [
      expression(each.when, where, 'when'),
      words(each.words, where, 'words'),
    ]),
    ...items(finding.severity, [...at, 'severity'], (rule, where) => [
      ...optional(rule.when, where, 'when'),
      words(rule.rule, where, 'rule'),
    ]),
    ...(['confirmed', 'likely'] as const).flatMap((key) =>
      items(finding[key], [...at, key], (each, where) => [
        expression(each.when, where, 'when'),
        words(each.needs, where, 'needs'),
      ]),
    ),
    ...items(finding.evidence, [...at, 'evidence'], evidenceTexts),
    ...items(finding['rules-out'], [...at, 'rules-out'], ruledOutTexts),
    ...optional(finding.headroom, at, 'headroom'),
  ];
}

function adviceTexts(advice: AdviceSpec, at: Path): readonly RunbookText[] {
  return [
    words(advice.title, at, 'title'),
    ...optionalWords(advice.impact, at, 'impact'),
    ...optional(advice.when, at, 'when'),
    ...items(advice.recommended, [...at, 'recommended'], (rule, where) => [
      expression(rule.when, where, 'when'),
      words(rule.because, where, 'because'),
    ]),
    ...(['pros', 'cons', 'commands', 'verify'] as const).flatMap((key) =>
      items(advice[key], [...at, key], (each, where) => [words(each, where)]),
    ),
    ...optional(advice.change?.of, at, 'change', 'of'),
    ...Object.entries(advice.blanks ?? {}).map(([name, question]) => words(question, at, 'blanks', name)),
    ...(['file', 'owner', 'patch'] as const).flatMap((key) => optionalWords(advice.change?.[key], at, 'change', key)),
  ];
}

function evidenceTexts(evidence: EvidenceSpec, at: Path): readonly RunbookText[] {
  return [
    expression(evidence.of, at, 'of'),
    words(evidence.field, at, 'field'),
    ...optional(evidence.when, at, 'when'),
  ];
}

function ruledOutTexts(ruledOut: RuledOutSpec, at: Path): readonly RunbookText[] {
  return [words(ruledOut.what, at, 'what'), words(ruledOut.by, at, 'by')];
}
