import type { ObjectRef } from '../model/object.ts';
import type { AdviceSpec, CapSpec, EvidenceSpec, FindingSpec, RuledOutSpec } from '../model/runbook.ts';
import type { Reader } from './reader.ts';

/** A finding as the walk left it; its words, confidence and advice are filled in when the walk has ended. */
export interface Draft {
  readonly code: string;
  readonly spec: FindingSpec;
  readonly reader: Reader;
  /** The object whose trouble is explained. */
  readonly symptom: ObjectRef | undefined;
  /** What was seen on the way. */
  readonly evidence: readonly Read<EvidenceSpec>[];
  readonly ruledOut: readonly Read<RuledOutSpec>[];
  /** Questions of the path that could not be answered, and why: with any, the finding is not *confirmed*. */
  readonly doubts: readonly string[];
  /** The guesses on the way to it: none of them lets it be surer than it says. Those above are added when they end. */
  readonly caps: Read<CapSpec>[];
  /** The finding's own advice, and what the runbooks above added. */
  readonly advice: AdviceDraft[];
}

/** Something that a runbook says, and by which reader its names are read. */
export interface Read<Spec> {
  readonly spec: Spec;
  readonly reader: Reader;
}

/** One piece of advice. */
export interface AdviceDraft extends Read<AdviceSpec> {
  readonly id: string;
}
