import { suggestion } from '../suggest.ts';
import type { Rule } from './rule.ts';

/** What is no object of the cluster. */
export const DATA_KINDS = ['list', 'text', 'number'];
const PLAIN = ['object', ...DATA_KINDS];

/** The kind of an input is one of the plain ones, or a Kind of Kubernetes, which begins with a capital letter. */
export const inputKinds: Rule = {
  name: 'input-kind',
  says: 'The kind of an input is object, list, text, number or the Kind of a Kubernetes object such as HelmRelease.',
  check({ runbook }) {
    return Object.entries(runbook.inputs)
      .filter(([, { kind }]) => !PLAIN.includes(kind) && !/^[A-Z][A-Za-z0-9]*$/.test(kind))
      .map(([name, { kind }]) => ({
        path: ['inputs', name, 'kind'],
        on: 'value',
        message: `"${kind}" is no kind: it is object, list, text, number or a Kind such as HelmRelease${guess(kind)}`,
      }));
  },
};

function guess(kind: string): string {
  const words = suggestion(kind, PLAIN);
  return words.includes('did you mean') ? words : '';
}
