import type { Layer, Note, Risk, Severity, Tier } from './report.ts';
import type { EvidenceSpec, RuledOutSpec } from './step-specs.ts';
import type { ConditionalWords, Expression, Words } from './words.ts';

/** One ending that names a cause. */
export interface FindingSpec {
  readonly layer: Layer;
  /** The object that the cause sits on; the chain runs from the symptom to it. */
  readonly on: Expression;
  /** A text: findings of this code that give the same one are one cause, whatever object each sits on. */
  readonly same?: Expression;
  /** Codes of findings that tell the same cause: with one of them on the same object this one is not told by itself. */
  readonly 'told-by'?: readonly string[];
  readonly title: Words;
  readonly cause: Words;
  /** Further sentences of the cause, each only where its condition is known to hold. */
  readonly also?: readonly ConditionalWords[];
  readonly severity: readonly SeverityRule[];
  /** What must hold for *confirmed*; what is not known or does not hold makes it *likely*. */
  readonly confirmed?: readonly Confirmation[];
  /** What must hold for *likely* where not all that *confirmed* asks for does; when it does not, the finding is *possible*. */
  readonly likely?: readonly Confirmation[];
  /** The most that this finding can ever be, whatever holds. */
  readonly 'at-most'?: 'likely' | 'possible';
  readonly evidence?: readonly EvidenceSpec[];
  readonly 'rules-out'?: readonly RuledOutSpec[];
  /** An expression giving NodeHeadroom rows. */
  readonly headroom?: Expression;
  readonly advice: readonly string[];
}

/** How severe a finding is where `when` holds; the first rule that does counts. */
export interface SeverityRule {
  readonly is: Severity;
  readonly when?: Expression;
  readonly rule: Words;
}

/** What has to hold for a finding to be that sure, and in words what is missing where it does not. */
export interface Confirmation {
  readonly when: Expression;
  readonly needs: Words;
}

/** One way to mend it. */
export interface AdviceSpec {
  readonly tier: Tier;
  readonly title: Words;
  readonly risk: Risk;
  readonly impact?: Words;
  readonly when?: Expression;
  /** Rules in order; the first advice of a finding whose rule holds is the recommended one. */
  readonly recommended?: readonly { readonly when: Expression; readonly because: Words }[];
  readonly pros?: readonly Words[];
  readonly cons?: readonly Words[];
  readonly change?: ChangeSpec;
  readonly commands?: readonly Words[];
  readonly verify?: readonly Words[];
  /** Questions to the person who follows it, by the name that stands as `<name>` in the patch and the commands. */
  readonly blanks?: Readonly<Record<string, Words>>;
}

/** A change where the truth lives. Without `of` the patch is the whole of a new object. */
export interface ChangeSpec {
  readonly of?: Expression;
  readonly file: Words;
  readonly owner: Words;
  readonly patch: Words;
}

/** An ending that is no problem. */
export interface NoteSpec {
  readonly kind: Note['kind'];
  readonly on: Expression;
  readonly text: Words;
}

/** Something worth saying beside the diagnosis. */
export interface ObservationSpec {
  readonly when: Expression;
  readonly on: Expression;
  readonly text: Words;
}

/** A table of facts: one row per element. `cells` are expressions with an optional unit behind a colon-colon. */
export interface TableSpec {
  readonly title: Words;
  /** Told wherever the runbook was walked, even where nothing was found. */
  readonly always?: true;
  readonly each: Expression;
  readonly columns: Readonly<Record<string, Words>>;
}

/** Entries of the timeline: one per element of `each`, or one. */
export interface TimelineSpec {
  readonly each: Expression;
  readonly at: Words;
  readonly of?: Expression;
  readonly text: Words;
}
