import type { AskStep, CasesStep, CheckStep, MatchStep, Step } from '../model/runbook.ts';
import { compile } from '../expression/functions.ts';
import { answered, type Answered } from './answered.ts';
import { wrongAnswer } from './wrong-answer.ts';
import type { Scope } from './scope.ts';
import { misfit, unknown, type Settled } from './settled.ts';
import type { Trail } from './trail.ts';
import { enterRunbook, type Walk } from './enter.ts';

/** Answers one step, whatever its form. */
export function answerStep(step: Step, scope: Scope, trail: Trail, walk: Walk): Promise<Answered> {
  if ('check' in step) return check(step, scope);
  if ('match' in step) return match(step, scope);
  if ('cases' in step) return cases(step, scope);
  if ('enter' in step) return enterRunbook(step, scope, trail, walk);
  return ask(step, scope);
}

async function check(step: CheckStep, scope: Scope): Promise<Answered> {
  const result = await scope.evaluate(step.check);
  const good = step.good ?? 'yes';
  if (!result.known || typeof result.value !== 'boolean')
    return unanswerable(step, result, 'it gives neither yes nor no');
  const answer = result.value ? 'yes' : 'no';
  return answered(answer, good === 'either' ? null : good === answer, step[answer]);
}

/** The facts do not answer it, or their answer is not of the kind that the step asks for. */
function unanswerable(step: Step, result: Settled, misfitting: string): Answered {
  const gaps = result.known ? [misfit(step.step, misfitting)] : result.because;
  return answered('unknown', null, step.unknown, gaps);
}

async function match(step: MatchStep, scope: Scope): Promise<Answered> {
  const result = await scope.evaluate(step.match);
  if (!result.known || typeof result.value !== 'string') return unanswerable(step, result, 'it gives no text');
  for (const pattern of step.patterns) {
    const matcher = compile(pattern.is).matcher(result.value);
    if (!matcher.find()) continue;
    scope.match({
      class: pattern.class,
      text: result.value,
      ...groupsOf(matcher.getNamedGroups(), (name) => matcher.group(name)),
    });
    return answered(pattern.class, null, pattern.then);
  }
  scope.match({ class: 'other', text: result.value });
  return answered('other', null, step.otherwise);
}

function groupsOf(groups: object, read: (name: string) => string | null): Record<string, string> {
  return Object.fromEntries(Object.keys(groups).map((name) => [name, read(name) ?? '']));
}

/** The first that holds; one before it that is neither yes nor no leaves open which that is. */
async function cases(step: CasesStep, scope: Scope): Promise<Answered> {
  const results = await Promise.all(step.cases.map((candidate) => scope.evaluate(candidate.when)));
  for (const [index, candidate] of step.cases.entries()) {
    const result = results[index];
    if (result?.known !== true || typeof result.value !== 'boolean')
      return unanswerable(step, result ?? unknown([]), 'a case gives neither yes nor no');
    if (result.value) return answered(candidate.answer, null, candidate.then);
  }
  return answered('none of these', null, step.otherwise);
}

async function ask(step: AskStep, scope: Scope): Promise<Answered> {
  const text = await scope.fill(step.question);
  const options = await Promise.all(
    step.ask.map(async (option) => ({ value: option.answer, label: await scope.fill(option.label), hint: '' })),
  );
  const answer = await scope.run.world.ask({ id: step.step, text, options });
  if (answer === undefined)
    scope.run.leaveOpen({
      question: step.step,
      text,
      flag: `--answer ${step.step}=${options.map((option) => option.value).join('|')}`,
    });
  const chosen = step.ask.find((option) => option.answer === answer);
  if (answer !== undefined && answer !== 'unknown' && chosen === undefined)
    throw wrongAnswer(step.step, answer, options);
  scope.answer(step.step, chosen?.answer ?? 'unknown');
  if (chosen === undefined) return { ...answered('unknown', null, step.unknown), silent: answer === undefined };
  return answered(chosen.answer, null, chosen.then);
}
