import type { EvidenceSpec } from '../../model/runbook.ts';
import { parseFieldPath } from '../../text/field-path.ts';
import { parseWords } from '../../text/words.ts';
import type { Path } from '../source.ts';
import type { Flaw, Rule } from './rule.ts';

/** The field of a piece of evidence is a path. */
export const evidenceFields: Rule = {
  name: 'evidence-field',
  says: 'The field of a piece of evidence is a path such as status.conditions[type=Ready].message.',
  check({ runbook }) {
    return [
      ...runbook.steps.flatMap((step, index) => flawsOf(step.evidence, ['steps', index, 'evidence'])),
      ...Object.entries(runbook.findings).flatMap(([code, { evidence }]) =>
        flawsOf(evidence, ['findings', code, 'evidence']),
      ),
    ];
  },
};

function flawsOf(evidence: readonly EvidenceSpec[] | undefined, path: Path): readonly Flaw[] {
  return (evidence ?? []).flatMap(({ field }, index) =>
    isPath(field)
      ? []
      : [{ path: [...path, index, 'field'], on: 'value' as const, message: `"${field}" is no path of a field` }],
  );
}

/** With a placeholder the path is known only later; any name stands for it. */
function isPath(field: string): boolean {
  const filled = parseWords(field).map((part) => (typeof part === 'string' ? part : 'x'));
  return parseFieldPath(filled.join('')) !== undefined;
}
