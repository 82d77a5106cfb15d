import type { HttpAnswer } from './http-answer.ts';
import { notHeld } from './status-answers.ts';
import type { View } from './view.ts';

/** What the kubelet of a node measured, as it said it; a capture without is one that does not hold it. */
export function answerStats({ capture }: View, node: string): HttpAnswer {
  const text = capture.stats.get(node);
  if (text === undefined) return notHeld(`what the kubelet of node "${node}" measured`);
  return { status: 200, contentType: 'application/json', body: text };
}
