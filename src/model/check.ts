import type { HandOverSpec } from './escalation.ts';
import type { Severity } from './report.ts';
import type { Expression } from './words.ts';

/**
 * Makes a runbook one check of `kubedoc workshop preflight`. It is walked once per context, or, with `across`, once over what
 * the checks of all contexts gave. What it ends with is its result: healthy passes, a finding fails or warns, unclear is unknown,
 * and healthy with a note of the kind `not-applicable` does not apply.
 */
export interface CheckSpec {
  /** What it looks at, in a few words. */
  readonly about: string;
  /** Its place among the checks; smaller is earlier. */
  readonly order: number;
  /** Findings that are this severe or worse fail, others warn. */
  readonly fails: Severity;
  /** Who mends what it finds where the object has no owner: a name that a profile gives a contact to. */
  readonly team: string;
  /** Values for the checks across contexts, by the names of their inputs. */
  readonly gives?: Readonly<Record<string, Expression>>;
  /** Walked once over all contexts: an input named like a value of `gives` is a list of `context` and `value`. */
  readonly across?: true;
  /** Commands by which a person tries it; printed and never run. */
  readonly trial?: readonly HandOverSpec[];
}
