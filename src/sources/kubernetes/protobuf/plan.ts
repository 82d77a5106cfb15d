import type { Field, Message } from './kinds.ts';

/** What is taken from a message: its wanted fields by their numbers; everything else is passed over unread. */
export type Plan = readonly (PlannedField | undefined)[];

/** A wanted field. */
export interface PlannedField extends Pick<Field, 'repeated' | 'omitsZero'> {
  readonly name: string;
  readonly is: Exclude<Field['is'], Message> | Plan;
}

/**
 * The plan for the paths that a look-up keeps (`status.containerStatuses[].state`). Undefined where a path leads to what
 * is not described: then the answer is asked for as JSON.
 */
export function planOf(message: Message, paths: readonly string[]): Plan | undefined {
  const byField = new Map<string, string[]>();
  for (const path of paths) {
    const [first = '', ...rest] = path.split('.');
    byField.set(first, [...(byField.get(first) ?? []), rest.join('.')]);
  }
  const planned = [...byField].map(([step, rest]) => plannedField(message, step, rest));
  if (planned.includes(undefined)) return undefined;
  return sparse(planned.flatMap((each) => each ?? []));
}

type Numbered = PlannedField & { readonly number: number };

function plannedField(message: Message, step: string, rest: readonly string[]): Numbered | undefined {
  const name = step.replace(/\[\]$/, '');
  const field = Object.hasOwn(message.fields, name) ? message.fields[name] : undefined;
  if (field === undefined) return undefined;
  const { is } = field;
  const isWhole = rest.includes('');
  if (typeof is === 'string') return isWhole ? { ...field, is, name } : undefined;
  // Below a list stands `[]`, and below anything else it does not; a path that expects otherwise keeps nothing in JSON.
  if (!isWhole && step.endsWith('[]') !== (field.repeated === true)) return undefined;
  const plan = isWhole ? wholePlan(is) : planOf(is, rest);
  return plan === undefined ? undefined : { ...field, is: plan, name };
}

function wholePlan(message: Message): Plan | undefined {
  return message.complete ? planOf(message, Object.keys(message.fields)) : undefined;
}

function sparse(fields: readonly Numbered[]): Plan {
  const plan: (PlannedField | undefined)[] = [];
  for (const { number, ...field } of fields) plan[number] = field;
  return plan;
}
