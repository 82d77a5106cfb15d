import type { Fact } from './fact.ts';
import type { Query } from './query.ts';
import type { PathStep } from './report.ts';

/** The whole outside world as a walk sees it. Live, replayed, unattended and tested runs differ only here. */
export interface World {
  /** Never rejects: what cannot be looked at is a fact too. */
  lookUp(query: Query): Promise<Fact>;
  /** Undefined when nobody is there to answer; `unknown` when the person does not know. */
  ask(question: Question): Promise<string | undefined>;
  tell(event: Progress): void;
}

/** A question that only a person can answer, or a choice among objects. */
export interface Question {
  /** The key under which `--answer KEY=VALUE` supplies it. */
  readonly id: string;
  readonly text: string;
  readonly options: readonly Option[];
}

/** One possible answer. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
}

/** What a walk tells while it goes. */
export type Progress =
  | { readonly event: 'waiting'; readonly lookup: string }
  | { readonly event: 'arrived'; readonly lookup: string }
  /** Told before the first thing that AWS is asked in a region. */
  | { readonly event: 'signed-in'; readonly account: string; readonly region: string; readonly arn: string }
  | { readonly event: 'step'; readonly step: PathStep }
  | { readonly event: 'finding'; readonly code: string; readonly title: string };
