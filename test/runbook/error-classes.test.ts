import { expect, test } from 'vitest';
import { catalogue } from '../support/shipped.ts';

const classes = new Set(
  [...catalogue.runbooks.values()]
    .filter(({ name }) => ['helm-error', 'flux-source'].includes(name))
    .flatMap(({ steps }) => steps.flatMap((step) => ('patterns' in step ? step.patterns : [])))
    .map((pattern) => pattern.class),
);
const asked = [...catalogue.runbooks.values()].flatMap((runbook) =>
  [...JSON.stringify(runbook).matchAll(/error\.class == \\"([^"\\]+)\\"/g)].map(([, name]) => [runbook.name, name]),
);

test('what a runbook asks of the class of an error is a class that helm-error or flux-source knows', () => {
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter(([, name]) => !classes.has(name ?? ''))).toEqual([]);
});
