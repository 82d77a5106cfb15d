import type { Rule } from './rule.ts';

/** A code means one thing. */
export const findingCodes: Rule = {
  name: 'duplicate-finding',
  says: 'The code of a finding is unique among all runbooks.',
  check({ runbook, runbooks }) {
    return Object.keys(runbook.findings).flatMap((code) => {
      const other = [...runbooks.values()].find(
        ({ name, findings }) => name !== runbook.name && Object.hasOwn(findings, code),
      );
      if (other === undefined) return [];
      const message = `the code "${code}" is taken: runbook ${other.name} has a finding of this name`;
      return [{ path: ['findings', code], on: 'key' as const, message }];
    });
  },
};
