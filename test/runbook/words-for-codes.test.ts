import { expect, it } from 'vitest';
import { SILENCES } from '../../src/probes/alert-coverage.ts';
import { ASSUMED_BY, ASSUMED_DOUBTS } from '../../src/probes/aws/assumed-groups.ts';
import { GROUP_DOUBTS, WAYS } from '../../src/probes/aws/instance-groups.ts';
import { DOUBTS } from '../../src/probes/aws/permission.ts';
import { SIGNS } from '../../src/probes/kind-providers.ts';
import { ROOT_KINDS } from '../../src/probes/release/dependency-root.ts';
import { STAGES } from '../../src/probes/release/release-stage.ts';
import { catalogue } from '../support/shipped.ts';

it.each([
  ['aws-database', 'doubts', DOUBTS],
  ['aws-database', 'assumedDoubts', ASSUMED_DOUBTS],
  ['aws-database', 'assumedHows', ASSUMED_BY],
  ['aws-database', 'hows', WAYS],
  ['aws-database', 'fromDoubts', GROUP_DOUBTS],
  ['helmrelease-list', 'dependencyStates', ROOT_KINDS],
  ['helmrelease-lint', 'silences', SILENCES],
  ['missing-kind', 'signs', SIGNS],
])('%s has words in %s for every code of its probe, and for no other', (runbook, name, codes) => {
  const words = catalogue.runbooks.get(runbook)?.derive[name];
  const named = [...JSON.stringify(words).matchAll(/\\"([a-z-]+)\\": /g)].map(([, code]) => code);
  expect(named.toSorted()).toEqual([...codes].toSorted());
});

it('helmrelease-list has rows for every stage of its probe, and for no other', () => {
  const list = JSON.stringify(catalogue.runbooks.get('helmrelease-list'));
  const named = [...list.matchAll(/r\.stage == \\"([a-z-]+)\\"/g)].map(([, stage]) => stage);
  expect([...new Set(named)].toSorted()).toEqual([...STAGES].toSorted());
});
