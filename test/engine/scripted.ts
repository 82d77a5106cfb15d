import { diagnose } from '../../src/engine/diagnose.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { KubeObject } from '../../src/model/object.ts';
import type { Probe } from '../../src/model/probe.ts';
import type { Query } from '../../src/model/query.ts';
import type { Report } from '../../src/model/report.ts';
import type { Runbook } from '../../src/model/runbook.ts';
import type { Progress, Question } from '../../src/model/world.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { describeQuery } from '../../src/text/query-text.ts';

export const NOW = '2025-11-15T12:00:00Z';

/** What a look-up brings, by the words that describe it: a fact, a value that is known, or a promise of either. */
export type Script = Readonly<Record<string, unknown>>;

export interface Staged {
  readonly script?: Script;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Answers by the id of the question. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly probes?: readonly Probe[];
}

export interface Played {
  readonly report: Report;
  readonly asked: readonly Query[];
  readonly questions: readonly Question[];
  readonly told: readonly Progress[];
}

/**
 * Walks the first of some runbooks over a script. What the script does not hold is an empty list, or an object that is
 * absent. A text without `name:` gets the head of a runbook.
 */
export async function play(texts: string | readonly string[], staged: Staged = {}): Promise<Played> {
  const { script = {}, inputs = {}, answers = {}, probes = [] } = staged;
  const loaded = (typeof texts === 'string' ? [texts] : texts).map(runbookOf);
  const [asked, questions, told]: [Query[], Question[], Progress[]] = [[], [], []];
  const report = await diagnose({
    runbooks: new Map(loaded.map((runbook) => [runbook.name, runbook])),
    probes: new Map(probes.map((probe) => [probe.name, probe])),
    entry: loaded[0]?.name ?? '',
    inputs,
    world: {
      async lookUp(query) {
        asked.push(query);
        return toFact(await scripted(script, query));
      },
      ask(question) {
        questions.push(question);
        return Promise.resolve(answers[question.id]);
      },
      tell: (event) => told.push(event),
    },
  });
  return { report, asked, questions, told };
}

/** Loads a runbook. Throws where it is broken, so that no test walks what the loader refuses. */
export function runbookOf(text: string): Runbook {
  const whole = text.includes('name:') && text.startsWith('format:') ? text : `${HEAD}${text}`;
  const { runbook, problems } = loadRunbook(whole, 'test.yaml');
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${problem.line}:${problem.column}: ${problem.message}`);
  if (runbook === undefined) throw new Error('no runbook');
  return runbook;
}

const HEAD = 'format: 1\nname: test\ntitle: A test\nsummary: A test.\n';

function scripted(script: Script, query: Query): unknown {
  const words = describeQuery(query);
  if (Object.hasOwn(script, words)) return script[words];
  if (query.from === 'server') return { context: 'lab', namespace: 'default', version: 'v1.34.1', now: NOW };
  return query.from === 'list' ? [] : { state: 'absent', what: 'object' };
}

function toFact(value: unknown): Fact {
  const isFact = value !== null && typeof value === 'object' && 'state' in value && !('metadata' in value);
  if (isFact) return value as Fact;
  return { state: 'known', value };
}

/** Facts that are no value. */
export const denied: Fact = { state: 'denied', need: 'the right to look' };
export const failed: Fact = { state: 'failed', reason: 'no answer', hint: 'look at the network' };
export const noKind: Fact = { state: 'absent', what: 'kind' };
export const noObject: Fact = { state: 'absent', what: 'object' };

/** An object of namespace `apps` with what the test needs. */
export function object(kind: string, name: string, rest: Readonly<Record<string, unknown>> = {}): KubeObject {
  const { metadata, apiVersion, ...fields } = rest as {
    metadata?: object;
    apiVersion?: string;
  };
  return {
    apiVersion: apiVersion ?? 'v1',
    kind,
    metadata: { name, namespace: 'apps', ...metadata },
    ...fields,
  };
}

/** The answers of the walk, by step. */
export function pathOf(report: Report): readonly string[] {
  return report.path.map(({ step, answer }) => `${step}: ${answer}`);
}
