import { LEVELS, type Escalation, type EscalationSpec, type HandOver, type HandOverSpec } from '../model/escalation.ts';
import type { Finding, Report } from '../model/report.ts';
import { fillCommand } from './commands.ts';
import { holds, type Extra, type Reader } from './reader.ts';

/** Whom to call about what was found, and what they need; nothing where nothing was found, or nobody is named. */
export async function escalate(
  findings: readonly Finding[],
  spec: EscalationSpec | undefined,
  reader: Reader,
): Promise<Pick<Report, 'findings' | 'handOver'>> {
  if (spec === undefined || findings.length === 0) return { findings };
  const [escalated, handOver] = await Promise.all([
    Promise.all(findings.map(async (one) => ({ ...one, escalation: await fillEscalation(one, spec, reader) }))),
    Promise.all(spec['hand-over'].map((one) => fillHandOver(one, reader))),
  ]);
  return { findings: escalated, handOver: distinct(handOver.flat()) };
}

/** Each once: two elements may need the same. */
function distinct(all: readonly HandOver[]): readonly HandOver[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

async function fillEscalation(finding: Finding, spec: EscalationSpec, reader: Reader): Promise<Escalation> {
  const extra = { item: itemOf(finding) };
  const begin = await firstOf(spec.begin, reader, extra);
  const turns = LEVELS.map(async (level) => {
    const { team, does } = await firstOf(spec.levels[level], reader, extra);
    const who = await reader.fill(spec.teams[team] ?? team);
    return { level, team, who, contact: '', does: await reader.fill(does, extra) };
  });
  return { begin: begin.level, because: await reader.fill(begin.because, extra), turns: await Promise.all(turns) };
}

/** What a rule may ask of a finding. */
function itemOf({ code, layer, severity, severityRule, confidence, title, chain }: Finding): Extra {
  const on = chain.at(-1);
  const object = { kind: on?.kind ?? '', namespace: on?.namespace ?? '', name: on?.name ?? '' };
  return { code, layer, severity, severityRule, confidence, title, ...object };
}

/** The schema sees to it that the last rule has no condition. */
async function firstOf<Rule extends { readonly when?: string }>(
  rules: readonly Rule[],
  reader: Reader,
  extra: Extra,
): Promise<Rule> {
  for (const rule of rules) if (await holds(reader, rule.when, extra)) return rule;
  throw new Error('no rule of an escalation holds');
}

/** What a person does or hands over, as commands; empty where none can be printed. */
export async function fillHandOver(spec: HandOverSpec, reader: Reader): Promise<readonly HandOver[]> {
  if (!(await holds(reader, spec.when))) return [];
  if (spec.each === undefined) return fillOne(spec, reader, {});
  const items = await reader.evaluate(spec.each);
  if (!items.known || !Array.isArray(items.value)) return [];
  const filled = await Promise.all(items.value.map((item: unknown) => fillOne(spec, reader, { item })));
  return filled.flat();
}

/** Without a command that can be printed there is nothing to hand over. */
async function fillOne(spec: HandOverSpec, reader: Reader, extra: Extra): Promise<readonly HandOver[]> {
  const [what, holdsWhat, filled] = await Promise.all([
    reader.fill(spec.what, extra),
    reader.fill(spec.holds, extra),
    Promise.all(spec.commands.map((command) => fillCommand(command, reader, extra))),
  ]);
  const commands = [...new Set(filled.filter((command) => command !== null))];
  if (commands.length === 0) return [];
  const left = Object.entries(spec.blanks ?? {}).filter(([name]) =>
    commands.some((each) => each.includes(`<${name}>`)),
  );
  const blanks = left.map(async ([name, words]) => ({ text: `<${name}>`, question: await reader.fill(words, extra) }));
  return [{ what, holds: holdsWhat, commands, blanks: await Promise.all(blanks) }];
}
