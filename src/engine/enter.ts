import type { PathStep } from '../model/report.ts';
import type { EnterStep, PickSpec } from '../model/runbook.ts';
import type { Option } from '../model/world.ts';
import { formatValue } from '../text/format-value.ts';
import { answered, type Answered } from './answered.ts';
import type { Draft } from './draft.ts';
import type { Ending, Outcome } from './ending.ts';
import type { Scope } from './scope.ts';
import { known, misfit } from './settled.ts';
import { symptomOf } from './symptom.ts';
import type { Trail } from './trail.ts';
import { keepWalked, leadsBack, walkedBefore } from './walks.ts';
import { wrongAnswer } from './wrong-answer.ts';

/** Walks one runbook; given by the walk itself, since runbooks enter runbooks. */
export type Walk = (scope: Scope, above: Trail) => Promise<Outcome>;

/**
 * Enters another runbook, once or once per object. All their look-ups are started before the first is walked, so that
 * the walks wait for the slowest answer and not for the sum of them.
 */
export async function enterRunbook(step: EnterStep, scope: Scope, trail: Trail, walk: Walk): Promise<Answered> {
  const items = step.each === undefined ? known([undefined]) : await scope.evaluate(step.each);
  if (!items.known || !Array.isArray(items.value))
    return answered(
      'unknown',
      null,
      step.unknown,
      items.known ? [misfit(step.step, 'it gives no list')] : items.because,
    );
  const chosen = await choose(step, scope, trail, items.value as unknown[]);
  const children = chosen.map((item) => scope.child(step, item));
  for (const child of children) child.prefetch();
  await announce(step, scope, trail, children);
  const outcomes: Outcome[] = [];
  const before = scope.run.drafts.length;
  for (const child of children) outcomes.push(await walkOnce(child, trail, walk));
  capAll(scope.run.drafts.slice(before), step, scope);
  const beside = outcomes.map(({ besides }) => besides);
  if (beside.includes('progressing')) trail.progress();
  if (beside.includes('unclear') && step.optional !== true) trail.leaveOpen();
  const endings = outcomes.map(({ ending }) => ending);
  return { ...summarize(step, endings), silent: true };
}

/**
 * Walks a runbook, unless the run has been there: then what was found is told of this symptom as well. Where the walk
 * comes back to what it is explaining, nothing can be told.
 */
async function walkOnce(child: Scope, trail: Trail, walk: Walk): Promise<Outcome> {
  if (await leadsBack(child)) return { ending: 'unclear', besides: 'unclear' };
  const before = await walkedBefore(child);
  if (before !== undefined) {
    await findAgain(before.drafts, child, trail);
    return before.outcome;
  }
  const count = child.run.drafts.length;
  const outcome = await walk(child, trail);
  await keepWalked(child, outcome, child.run.drafts.slice(count));
  return outcome;
}

/** What was found by a guess is no surer than the guess, for whoever came that way. */
function capAll(drafts: readonly Draft[], step: EnterStep, scope: Scope): void {
  const spec = step['at-most'];
  if (spec === undefined) return;
  for (const { caps } of drafts) caps.push({ spec, reader: scope });
}

/** The same causes, of another symptom. */
async function findAgain(drafts: readonly Draft[], child: Scope, trail: Trail): Promise<void> {
  const symptom = await symptomOf(child);
  for (const draft of drafts) {
    const again = { ...draft, symptom, caps: [...draft.caps], advice: [...draft.advice] };
    child.run.drafts.push(again);
    trail.find(again);
  }
}

/** Tells what is entered before it is walked, so that the steps of a runbook stand below the question that led there. */
async function announce(step: EnterStep, scope: Scope, trail: Trail, children: readonly Scope[]): Promise<void> {
  const subjects = await Promise.all(children.map((child) => child.subject()));
  const entered = subjects.map((subject) => formatValue(subject, '', null));
  const told: PathStep = {
    runbook: scope.runbook.name,
    step: step.step,
    depth: trail.depth,
    question: await scope.fill(step.question),
    answer: entered.length === 0 ? 'none' : entered.join(', '),
    good: entered.length === 0 ? true : null,
    detail: step.say === undefined ? '' : await scope.fill(step.say),
  };
  scope.run.path.push(told);
  scope.run.world.tell({ event: 'step', step: told });
}

/** Asks which object is meant where a runbook says so and there is a choice; all of them when nobody says. */
async function choose(
  step: EnterStep,
  scope: Scope,
  trail: Trail,
  items: readonly unknown[],
): Promise<readonly unknown[]> {
  const { pick } = step;
  if (pick === undefined || items.length < 2) return items;
  const options = await Promise.all(items.map((item) => toOption(pick, scope, item)));
  const answer = await scope.run.world.ask({ id: step.step, text: await scope.fill(step.question), options });
  if (answer === undefined || answer === 'unknown') return items;
  const index = options.findIndex((option) => option.value === answer);
  if (index < 0) throw wrongAnswer(step.step, answer, options);
  await noteLeftOut(
    pick,
    scope,
    trail,
    options.filter((option) => option.value !== answer),
  );
  return [items[index]];
}

/** What nobody looks at any more is no less in trouble: that is said, and all is not well without it. */
async function noteLeftOut(pick: PickSpec, scope: Scope, trail: Trail, left: readonly Option[]): Promise<void> {
  if (pick['left-out'] === undefined || left.length === 0) return;
  const text = `${await scope.fill(pick['left-out'])} ${left.map(({ label }) => label).join(', ')}`;
  scope.run.notes.push({ kind: 'scope', object: null, text });
  trail.leaveOpen();
}

async function toOption(pick: PickSpec, scope: Scope, item: unknown): Promise<Option> {
  const [value, label, hint] = await Promise.all(
    [pick.value, pick.label, pick.hint].map((words) => scope.fill(words, { item })),
  );
  return { value: value ?? '', label: label ?? '', hint: hint ?? '' };
}

function summarize(step: EnterStep, endings: readonly Ending[]): Answered {
  if (endings.includes('found')) return answered('found', false, step.found);
  if (endings.includes('unclear')) return answered('unknown', null, step.unknown);
  if (endings.includes('progressing')) return answered('in progress', null, step.progressing ?? step.clean);
  return answered(endings.length === 0 ? 'none' : 'nothing wrong', true, step.clean);
}
