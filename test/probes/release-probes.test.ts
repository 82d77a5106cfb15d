import { expect, test } from 'vitest';
import { fluxControllers } from '../../src/probes/flux-controllers.ts';
import { gitOwner } from '../../src/probes/git-owner.ts';
import { helmFailure } from '../../src/probes/helm-failure.ts';
import { recoveryVerb } from '../../src/probes/recovery-verb.ts';
import { releaseAction } from '../../src/probes/release-action.ts';
import { releaseConditions } from '../../src/probes/release-conditions.ts';
import { releaseHistory } from '../../src/probes/release-history.ts';
import { releaseTarget } from '../../src/probes/release-target.ts';
import { releaseVerification } from '../../src/probes/release-verification.ts';
import { valuesOrigins } from '../../src/probes/values-origins.ts';
import { versionAdvice } from '../../src/probes/version-advice.ts';
import { buildController, buildRelease, buildSecrets, NOW, run, SEEN } from './release-builder.ts';
import { fc } from '../support/random.ts';

const probes = [
  fluxControllers,
  gitOwner,
  helmFailure,
  recoveryVerb,
  releaseAction,
  releaseConditions,
  releaseHistory,
  releaseTarget,
  releaseVerification,
  valuesOrigins,
  versionAdvice,
];

const good: Readonly<Record<string, unknown>> = {
  release: buildRelease({
    conditions: SEEN.upgrading,
    status: { inventory: { entries: [{ id: 'a_b_apps_Deployment' }] } },
  }),
  object: buildRelease({ metadata: { labels: { 'helm.toolkit.fluxcd.io/name': 'x' } } }),
  now: NOW,
  policy: '*',
  attempted: '2.28.3',
  deployed: '2.28.1',
  since: NOW,
  deployments: [buildController('helm-controller', '1.4.0')],
  controllers: [buildController('helm-controller', '1.4.0')],
  secrets: buildSecrets(['v1:deployed']),
  workloads: [],
  pods: [],
  events: [],
  lately: 120,
};

test.each(probes.map((probe) => [probe.name, probe] as const))(
  '%s returns the fields that it declares',
  (_name, probe) => {
    const args = Object.fromEntries(
      Object.keys(probe.params).flatMap((key) => (key in good ? [[key, good[key]]] : [])),
    );
    expect(Object.keys(run(probe, args)).sort()).toEqual(Object.keys(probe.returns).sort());
  },
);

test.each(probes.map((probe) => [probe.name, probe] as const))(
  '%s never throws and keeps its input',
  (_name, probe) => {
    const inputs = Object.keys(probe.params);
    fc.assert(
      fc.property(fc.array(damaged(good), { minLength: inputs.length, maxLength: inputs.length }), (values) => {
        const args = Object.fromEntries(inputs.map((key, at) => [key, values[at]?.[key] ?? values[at]]));
        const before = JSON.stringify(args);
        const first = probe.run(args);
        expect(probe.run(args)).toEqual(first);
        expect(JSON.stringify(args)).toBe(before);
        expect(Object.values(first ?? {})).not.toContain(undefined);
      }),
    );
  },
);

/** The good arguments with any one value, at any depth, replaced by something odd. */
function damaged(value: unknown): fc.Arbitrary<Record<string, unknown>> {
  const paths = leaves(value, []);
  return fc.tuple(fc.constantFrom(...paths), fc.jsonValue()).map(([path, odd]) => replaced(value, path, odd));
}

function leaves(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))];
}

function replaced(value: unknown, path: readonly string[], odd: unknown): Record<string, unknown> {
  const copy = structuredClone(value) as Record<string, unknown>;
  let current: Record<string, unknown> = copy;
  for (const key of path.slice(0, -1)) current = current[key] as Record<string, unknown>;
  const last = path.at(-1);
  if (last !== undefined) current[last] = odd;
  return copy;
}
