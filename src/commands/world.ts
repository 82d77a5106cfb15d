import type { Fact } from '../model/fact.ts';
import type { Query } from '../model/query.ts';
import type { Progress, Question, World } from '../model/world.ts';
import { memoise, type LookUp } from '../engine/memo.ts';
import type { Cluster } from './cluster.ts';
import type { Io } from './io.ts';

/** Who answers questions and hears how it goes. */
export interface Person {
  ask(question: Question): Promise<string | undefined>;
  tell(event: Progress): void;
}

/** Nobody is there: presets answer, everything else stays open. */
export function nobody(presets: Readonly<Record<string, string>>, tell: Person['tell']): Person {
  const answers = new Map(Object.entries(presets));
  return { ask: (question) => Promise.resolve(answers.get(question.id)), tell };
}

/** The cluster's answers, each asked once; what has not come within the limit is a failed look-up. */
export function limitedLookUp(cluster: Cluster, limitSeconds: number, io: Io): LookUp {
  const over = timeIsOver(limitSeconds, io, io.signal);
  return memoise((query: Query) => Promise.race([cluster.lookUp(query), over]));
}

/** The same with the limit for each look-up: with a person there, the time that goes by is theirs. */
export function patientLookUp(cluster: Cluster, limitSeconds: number, io: Io): LookUp {
  // Without the signal: a listener per look-up would be many, and an interruption ends the walk anyway.
  return memoise((query: Query) => Promise.race([cluster.lookUp(query), timeIsOver(limitSeconds, io)]));
}

/** A world of a cluster's answers and a person. */
export function worldOf(lookUp: LookUp, person: Person): World {
  return {
    lookUp,
    ask: (question) => person.ask(question),
    tell: (event) => {
      person.tell(event);
    },
  };
}

async function timeIsOver(limitSeconds: number, io: Io, signal?: AbortSignal): Promise<Fact> {
  await io.deadline(limitSeconds * 1000, signal);
  return {
    state: 'failed',
    reason: `not seen within the time limit of ${limitSeconds} s`,
    hint: 'give it longer with --time-limit',
  };
}
