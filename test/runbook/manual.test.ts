import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checkRunbooks } from '../../src/runbook/check.ts';
import { loadRunbook } from '../../src/runbook/load.ts';
import { formatProblem } from '../../src/runbook/problem.ts';

const manual = readFileSync('docs/writing-a-runbook.md', 'utf8');
const [, example = ''] = /```yaml\n([^]*?)```/.exec(manual) ?? [];

/** The example leaves out what its findings say. */
const FINDINGS = `
findings:
  selects-nothing: {layer: routing, on: service, title: x, cause: x, severity: [{is: P2, rule: x}], at-most: likely}
  none-ready: {layer: routing, on: service, title: x, cause: x, severity: [{is: P2, rule: x}], at-most: likely}
`;

/** What the manual changes in the example to show what the checker says. */
const SLIPS = [
  ['status == "True"', 'status == "true"'],
  ['check: count(pods) > 0', 'check: count(service) > 0'],
  ['{service.metadata.name} matches', '{service.metadata.nmae} matches'],
] as const;

function shownFor(text: string): readonly string[] {
  const loaded = loadRunbook(text, 'service-has-endpoints.yaml');
  return checkRunbooks([loaded], { probes: new Map() }).map((problem) => formatProblem(problem, text));
}

it('the example of the manual is right', () => {
  expect(shownFor(example + FINDINGS)).toEqual([]);
});

it('the manual shows what the checker really says', () => {
  const broken = SLIPS.reduce((text, [right, wrong]) => {
    expect(text).toContain(right);
    expect(manual).toContain(wrong);
    return text.replace(right, wrong);
  }, example + FINDINGS);
  expect(manual).toContain(`\`\`\`text\n${shownFor(broken).join('\n')}\n\`\`\``);
});
