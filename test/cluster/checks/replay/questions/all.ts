import type { KubeObject } from '../../../../../src/model/object.ts';
import type { ServedKind } from '../kinds.ts';
import type { Question } from '../question.ts';
import { discoveryQuestions } from './discovery.ts';
import { LOG_QUESTIONS } from './logs.ts';
import { limitedQuestions, objectQuestions, PART_QUESTIONS } from './objects.ts';
import { PAGE_QUESTIONS, VERSION_QUESTIONS, WATCH_QUESTIONS } from './pages.ts';
import { REFUSAL_QUESTIONS } from './refusals.ts';
import { REVIEW_QUESTIONS } from './reviews.ts';
import { selectorQuestions } from './selectors.ts';

/** Everything that both servers are asked, for the kinds that the real one serves and the objects that it holds. */
export function allQuestions(
  kinds: readonly ServedKind[],
  objectsOf: (kind: ServedKind) => readonly KubeObject[],
): readonly Question[] {
  return [
    ...discoveryQuestions(kinds),
    ...objectQuestions(kinds, objectsOf),
    ...PART_QUESTIONS,
    ...limitedQuestions(kinds),
    ...selectorQuestions(kinds),
    ...PAGE_QUESTIONS,
    ...VERSION_QUESTIONS,
    ...WATCH_QUESTIONS,
    ...REFUSAL_QUESTIONS,
    ...REVIEW_QUESTIONS,
    ...LOG_QUESTIONS,
  ];
}
