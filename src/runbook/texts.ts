import type { EscalationSpec } from '../model/escalation.ts';
import type { LeadsSpec } from '../model/leads-spec.ts';
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
import { wantedAt, type Wanted } from './wanted.ts';

/** One text of a runbook that names values: where it stands, and how it is read. */
export interface RunbookText {
  readonly path: Path;
  readonly text: string;
  readonly is: 'expression' | 'words';
  /** Where `item` exists. */
  readonly item?: ItemSource;
  /** What an expression has to give there; left out where it may give anything. */
  readonly wants?: Wanted;
}

/** What `item` is: an element of what an expression gives, an object of a look-up, a program, or what was found. */
export type ItemSource = { readonly each: string } | { readonly of: Lookup } | { readonly program: string } | 'finding';

/** Every expression and all words of a runbook, in the order of the format. */
export function textsOf(runbook: Runbook): readonly RunbookText[] {
  return [
    ...entries(runbook.lookups, ['lookups'], lookupTexts),
    ...entries(runbook.derive, ['derive'], derivedTexts),
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
    ...(runbook.leads === undefined ? [] : leadsTexts(runbook.leads, ['leads'])),
    ...(runbook.escalation === undefined ? [] : escalationTexts(runbook.escalation, ['escalation'])),
    ...Object.entries(runbook.programs).flatMap(([name, program]) =>
      withItem({ program: name }, programTexts(program, ['programs', name])),
    ),
  ];
}

function leadsTexts(leads: LeadsSpec, at: Path): readonly RunbookText[] {
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

function escalationTexts(spec: EscalationSpec, at: Path): readonly RunbookText[] {
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
    ...items(spec['hand-over'], [...at, 'hand-over'], (one, where) => {
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
    }),
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
    ...(['name', 'namespace', 'key', 'stats', 'http', 'when', ...RELATIONS] as const).flatMap((key) =>
      optional(lookup[key], at, key),
    ),
    ...withItem({ of: lookup }, optional(lookup.where, at, 'where')),
    ...items(lookup.run, [...at, 'run'], (word, where) => [words(word, where)]),
    ...optionalWords(lookup.labels, at, 'labels'),
    ...optionalWords(lookup.fields, at, 'fields'),
    ...optional(lookup.logs?.pod, at, 'logs', 'pod'),
    ...optional(lookup.logs?.pods, at, 'logs', 'pods'),
    ...optional(lookup.logs?.container, at, 'logs', 'container'),
    ...optional(lookup.dns?.name, at, 'dns', 'name'),
    ...optional(lookup.dns?.server, at, 'dns', 'server'),
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
  const picked = (['label', 'hint', 'value'] as const).flatMap((key) =>
    optionalWords(step.pick?.[key], at, 'pick', key),
  );
  return [
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

function expression(text: string, at: Path, ...keys: Path): RunbookText {
  const path = [...at, ...keys];
  const wants = wantedAt(path);
  return { path, text, is: 'expression', ...(wants === undefined ? {} : { wants }) };
}

/** An expression under a name that the author chose, which tells nothing. */
function anything(text: string, path: Path): RunbookText {
  return { path, text, is: 'expression' };
}

function words(text: string, at: Path, ...keys: Path): RunbookText {
  return { path: [...at, ...keys], text, is: 'words' };
}

function optional(text: string | undefined, at: Path, ...keys: Path): readonly RunbookText[] {
  return text === undefined ? [] : [expression(text, at, ...keys)];
}

function optionalWords(text: string | undefined, at: Path, ...keys: Path): readonly RunbookText[] {
  return text === undefined ? [] : [words(text, at, ...keys)];
}

function withItem(item: ItemSource, texts: readonly RunbookText[]): readonly RunbookText[] {
  return texts.map((text) => ({ ...text, item }));
}

type TextsOf<T> = (value: T, at: Path) => readonly RunbookText[];

function entries<T>(map: Readonly<Record<string, T>>, at: Path, texts: TextsOf<T>): readonly RunbookText[] {
  return Object.entries(map).flatMap(([key, value]) => texts(value, [...at, key]));
}

function items<T>(list: readonly T[] | undefined, at: Path, texts: TextsOf<T>): readonly RunbookText[] {
  return (list ?? []).flatMap((value, index) => texts(value, [...at, index]));
}
