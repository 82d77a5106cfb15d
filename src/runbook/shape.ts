import * as z from 'zod';
import { RUNBOOK_FORMAT, type Runbook } from '../model/runbook.ts';
import { asRunbook, runbookSchema } from './schema.ts';
import { STEP_FORMS, type step } from './schema-steps.ts';
import { complaintsOf, type Complaint } from './shape-issue.ts';
import { suggestion } from './suggest.ts';
import { isRecord } from '../text/record.ts';

/** A runbook of the right shape, or what is wrong with the shape. */
export type Shaped = { readonly runbook: Runbook } | { readonly complaints: readonly Complaint[] };

type StepShape = z.output<typeof step>;

/** A step is told by one of its keys, so it is held against that form alone: the complaints of a union help nobody. */
const frame = runbookSchema.extend({ steps: z.array(z.unknown()).min(1).default([]) });

/** Holds a plain value against the format. Another number than ours is refused before anything else. */
export function checkShape(value: unknown): Shaped {
  const refused = refuseFormat(value);
  if (refused !== undefined) return { complaints: [refused] };
  const framed = frame.safeParse(value);
  const steps = stepsOf(value).map(checkStep);
  const complaints = [
    ...(framed.success ? [] : complaintsOf(framed.error.issues, value, frame)),
    ...steps.flatMap((each, index) => complaintsAbout(each, index)),
    ...noSteps(value),
  ];
  if (!framed.success || complaints.length > 0) return { complaints };
  const shapes = steps.flatMap((each) => ('shape' in each ? [each.shape] : []));
  return { runbook: asRunbook({ ...framed.data, steps: shapes }) };
}

/** Only what gives values in their place goes without steps. */
function noSteps(value: unknown): readonly Complaint[] {
  if (!isRecord(value) || Object.hasOwn(value, 'steps') || Object.hasOwn(value, 'gives')) return [];
  return [{ path: [], on: 'key', message: 'the key "steps" is missing', rule: 'missing-key' }];
}

function refuseFormat(value: unknown): Complaint | undefined {
  const wanted = `a runbook opens with "format: ${String(RUNBOOK_FORMAT)}"`;
  const whole = { path: [], on: 'value', rule: 'format' } as const;
  if (!isRecord(value)) return { ...whole, message: wanted };
  if (!Object.hasOwn(value, 'format')) return { ...whole, message: `${wanted}, and this one does not` };
  if (value['format'] === RUNBOOK_FORMAT) return undefined;
  const shown = typeof value['format'] === 'object' ? 'of this kind' : JSON.stringify(value['format']);
  const message = `format ${shown} is not known here: this version of kubedoc reads format ${String(RUNBOOK_FORMAT)}`;
  return { path: ['format'], on: 'value', rule: 'format', message };
}

type CheckedStep = { readonly shape: StepShape } | { readonly complaints: readonly Complaint[] };

function checkStep(value: unknown): CheckedStep {
  const whole = { path: [], on: 'value' } as const;
  if (!isRecord(value)) return { complaints: [{ ...whole, message: 'a step is a map', rule: 'step-form' }] };
  const forms = formNames().filter((form) => Object.hasOwn(value, form));
  const [form] = forms;
  if (form === undefined || forms.length > 1) return { complaints: [wrongForm(forms, Object.keys(value))] };
  const result = STEP_FORMS[form].safeParse(value);
  if (result.success) return { shape: result.data };
  return { complaints: complaintsOf(result.error.issues, value, STEP_FORMS[form]) };
}

function formNames(): readonly (keyof typeof STEP_FORMS)[] {
  return ['check', 'match', 'cases', 'enter', 'ask'];
}

function wrongForm(forms: readonly string[], keys: readonly string[]): Complaint {
  const rule = 'step-form';
  const all = formNames().join(', ');
  const [, second] = forms;
  if (second !== undefined)
    return { path: [second], on: 'key', message: `a step has one of ${all}; this has ${forms.join(' and ')}`, rule };
  const odd = keys.find((key) => suggestion(key, formNames()).includes('did you mean'));
  const message = `a step has one of ${all}`;
  if (odd === undefined) return { path: [], on: 'value', message, rule };
  return { path: [odd], on: 'key', message: `${message}${suggestion(odd, formNames())}`, rule };
}

function complaintsAbout(each: CheckedStep, index: number): Complaint[] {
  if ('shape' in each) return [];
  return each.complaints.map((complaint) => ({ ...complaint, path: ['steps', index, ...complaint.path] }));
}

function stepsOf(value: unknown): readonly unknown[] {
  return isRecord(value) && Array.isArray(value['steps']) ? value['steps'] : [];
}
