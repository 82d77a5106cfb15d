import type { PathStep } from '../model/report.ts';
import type { Branch, BranchSpec, Step } from '../model/runbook.ts';
import type { Answered } from './answered.ts';
import { answerStep } from './steps.ts';
import type { AdviceDraft } from './draft.ts';
import type { Ending, Outcome } from './ending.ts';
import { isObject, keyOf, refOf } from './graph.ts';
import type { Scope } from './scope.ts';
import { symptomOf } from './symptom.ts';
import { Trail } from './trail.ts';
import { own } from '../text/own.ts';

/**
 * Walks one runbook from its first step to an ending. Findings, notes and the steps walked are left in the run; what was
 * ruled out, seen and doubted on the way is handed to the findings and to the runbooks entered.
 */
export async function walk(scope: Scope, above?: Trail): Promise<Outcome> {
  const trail = new Trail(above);
  scope.run.tell(scope);
  scope.prefetch();
  const ending = await follow(scope, trail);
  const missing = await missRequired(scope);
  const besides = missing ? 'unclear' : withoutFindings(ending, trail);
  return { ending: trail.found ? 'found' : besides, besides };
}

/** "Healthy" needs every step to have been answered, and every required look-up to have been seen. */
function withoutFindings(ending: Ending, trail: Trail): Outcome['besides'] {
  if (ending === 'unclear' || trail.doubtful) return 'unclear';
  return trail.progressing || ending === 'progressing' ? 'progressing' : 'healthy';
}

async function follow(scope: Scope, trail: Trail): Promise<Ending> {
  const { steps } = scope.runbook;
  let index = 0;
  for (let walked = 0; walked <= steps.length; walked += 1) {
    const step = steps[index];
    if (step === undefined) return 'unclear';
    const answered = await answerStep(step, scope, trail, walk);
    await recordStep(step, answered, scope, trail);
    const target = await takeBranch(answered.branch, scope, trail);
    if (target === undefined || target === 'end') return endingOf(trail);
    if (target === 'healthy' || target === 'unclear') return target;
    index = target === 'next' ? index + 1 : steps.findIndex((candidate) => candidate.step === target);
  }
  throw new Error(`runbook ${scope.runbook.name} goes round in circles`);
}

async function recordStep(step: Step, answered: Answered, scope: Scope, trail: Trail): Promise<void> {
  const question = await scope.fill(step.question);
  if (answered.answer === 'unknown' && step.optional !== true) trail.doubt(question, answered.gaps);
  scope.run.miss(answered.gaps, false);
  if (answered.good !== true) for (const spec of step.evidence ?? []) trail.saw({ spec, reader: scope });
  if (answered.good === false) scope.prepareDetails();
  if (answered.silent) return;
  const detail = await detailOf(step, answered, scope);
  const told: PathStep = {
    runbook: scope.runbook.name,
    step: step.step,
    depth: trail.depth,
    question,
    answer: answered.answer,
    good: answered.good,
    detail,
  };
  scope.run.path.push(told);
  scope.run.world.tell({ event: 'step', step: told });
}

async function detailOf(step: Step, answered: Answered, scope: Scope): Promise<string> {
  const words = specOf(answered.branch).say ?? (answered.answer === 'unknown' ? undefined : step.say);
  if (words !== undefined) return scope.fill(words);
  return answered.gaps.map((gap) => `${gap.lookup}: ${gap.state}`).join('; ');
}

/** Does what a branch says and gives where it leads: a step's name, an ending, or nowhere. */
async function takeBranch(branch: Branch, scope: Scope, trail: Trail): Promise<string | undefined> {
  const spec = specOf(branch);
  for (const ruledOut of spec['rules-out'] ?? []) trail.ruleOut({ spec: ruledOut, reader: scope });
  if (spec.finding !== undefined) await recordFinding(spec.finding, scope, trail);
  if (spec.note !== undefined) await recordNote(spec.note, scope, trail);
  if (spec.advise !== undefined) advise(spec.advise, scope, trail);
  return spec.go;
}

/** Where `end` leads: to what the walk has found or noted so far; without either nothing can be told. */
function endingOf(trail: Trail): Ending {
  if (trail.found) return 'found';
  return trail.progressing ? 'progressing' : 'unclear';
}

/** A branch in its long form. */
function specOf(branch: Branch): BranchSpec {
  return typeof branch === 'string' ? { go: branch } : branch;
}

async function recordFinding(code: string, scope: Scope, trail: Trail): Promise<void> {
  const spec = own(scope.runbook.findings, code);
  if (spec === undefined) throw new Error(`runbook ${scope.runbook.name} has no finding ${code}`);
  const advice = spec.advice.map((id) => adviceDraft(id, scope));
  scope.programs.prepare(advice.map((each) => each.spec));
  const { evidence, ruledOut, doubts } = trail;
  const seen = { evidence, ruledOut, doubts, caps: [] };
  const draft = { code, spec, reader: scope, symptom: await symptomOf(scope), ...seen, advice };
  scope.run.drafts.push(draft);
  await linkCause(draft.spec.on, scope);
  trail.find(draft);
  scope.run.world.tell({ event: 'finding', code, title: await scope.fill(spec.title) });
}

/** A cause that no look-up has tied to what the runbook is about (a Secret that does not exist) is tied to it here. */
async function linkCause(expression: string, scope: Scope): Promise<void> {
  const [on, subject] = await Promise.all([scope.evaluate(expression), scope.subject()]);
  if (!on.known || !isObject(on.value) || !isObject(subject)) return;
  const [from, to] = [refOf(subject), refOf(on.value)];
  if (scope.run.graph.chain(from, to).length > 2 || keyOf(from) === keyOf(to)) return;
  scope.run.graph.link(from, to, 'reference');
}

function adviceDraft(id: string, scope: Scope): AdviceDraft {
  const spec = own(scope.runbook.advice, id);
  if (spec === undefined) throw new Error(`runbook ${scope.runbook.name} has no advice ${id}`);
  return { id, spec, reader: scope };
}

async function recordNote(id: string, scope: Scope, trail: Trail): Promise<void> {
  const spec = own(scope.runbook.notes, id);
  if (spec === undefined) throw new Error(`runbook ${scope.runbook.name} has no note ${id}`);
  const on = await scope.evaluate(spec.on);
  const object = on.known && isObject(on.value) ? refOf(on.value) : null;
  scope.run.notes.push({ kind: spec.kind, object, text: await scope.fill(spec.text) });
  if (spec.kind === 'in-progress') trail.progress();
}

/** Adds a runbook's advice to what the runbooks that it entered have found. */
function advise(ids: readonly string[], scope: Scope, trail: Trail): void {
  for (const draft of trail.drafts) draft.advice.push(...ids.map((id) => adviceDraft(id, scope)));
}

/** Waits for the required look-ups, so that none of them can be missed by a walk that ended early. */
async function missRequired(scope: Scope): Promise<boolean> {
  const names = Object.entries(scope.runbook.lookups).filter(([, lookup]) => lookup.required === true);
  const results = await Promise.all(names.map(([name]) => scope.lookedUp(name)));
  const missing = results.filter((result) => result.state !== 'skipped' && !result.settled.known);
  for (const { settled } of missing) if (!settled.known) scope.run.miss(settled.because, true);
  return missing.length > 0;
}
