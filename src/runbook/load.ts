import type { Runbook } from '../model/runbook.ts';
import { mentionsOf, type Mentions } from './mentions.ts';
import { parseYaml } from './parse-yaml.ts';
import { sortProblems, type Problem } from './problem.ts';
import { checkShape } from './shape.ts';
import type { Complaint } from './shape-issue.ts';
import type { RunbookSource } from './source.ts';
import { textsOf } from './texts.ts';

/** A runbook file as it was loaded. */
export interface LoadedRunbook {
  readonly source: RunbookSource;
  /** The name that the file gives, or its file name where it gives none. */
  readonly name: string;
  /** Undefined where the file is no YAML or has not the shape of a runbook. */
  readonly runbook: Runbook | undefined;
  /** What every text of the runbook mentions, for the rules. */
  readonly mentions: readonly Mentions[];
  /** What is wrong with syntax, shape and expressions, in the order of the lines. With any, the runbook is not to be walked. */
  readonly problems: readonly Problem[];
}

/**
 * Reads one runbook file. Never throws. Syntax errors come alone, then a wrong `format`, then errors of the shape; only a
 * text of the right shape has its expressions parsed. `checkRunbooks` holds the result against the rules.
 */
export function loadRunbook(text: string, file: string): LoadedRunbook {
  const parsed = parseYaml(text, file);
  const { source } = parsed;
  const name = nameIn(parsed.value) ?? stemOf(file);
  if (parsed.problems.length > 0) return { source, name, runbook: undefined, mentions: [], problems: parsed.problems };
  const shaped = checkShape(parsed.value);
  if (!('runbook' in shaped)) {
    const problems = shaped.complaints.map((complaint) => toProblem(complaint, source));
    return { source, name, runbook: undefined, mentions: [], problems: sortProblems(problems) };
  }
  const mentions = textsOf(shaped.runbook).map(mentionsOf);
  const complaints = mentions.flatMap((each) => expressionComplaints(each, source));
  const problems = sortProblems(complaints.map((complaint) => toProblem(complaint, source)));
  return { source, name, runbook: shaped.runbook, mentions, problems };
}

function nameIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value)) return undefined;
  return typeof value.name === 'string' ? value.name : undefined;
}

function stemOf(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
}

/** Gives a complaint its place in the file. */
export function toProblem(complaint: Complaint, source: RunbookSource): Problem {
  const { path, on, range, message, rule } = complaint;
  return { file: source.file, ...spanOf(path, on, range, source), message, rule };
}

function spanOf(path: Complaint['path'], on: Complaint['on'], range: Complaint['range'], source: RunbookSource) {
  if (on === 'key') return source.spanOfKey(path);
  return range === undefined ? source.spanOf(path) : source.spanWithin(path, range.start, range.end);
}

function expressionComplaints({ text, problem }: Mentions, source: RunbookSource): readonly Complaint[] {
  if (text.is !== 'expression') return [];
  const { path } = text;
  const long = 'an expression stands on one line; give a name to what is longer: a derived value, or a probe';
  return [
    ...(source.isOneLine(path) ? [] : [{ path, on: 'value', message: long, rule: 'one-line' } as const]),
    ...(problem === undefined
      ? []
      : [{ path, on: 'value', range: problem, message: problem.message, rule: RULE_ABOUT[problem.about] } as const]),
  ];
}

/** What is wrong whatever the names stand for bears the same name as what is wrong because of what they stand for. */
const RULE_ABOUT = { syntax: 'expression', function: 'expression', field: 'unknown-field', type: 'type' };
