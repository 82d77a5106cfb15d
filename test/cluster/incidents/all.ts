import { CHECKS } from '../checks/all.ts';
import { AUTHORITIES } from './authority.ts';
import { CHARTS } from './chart.ts';
import { DEPENDENCIES } from './dependency.ts';
import { DIAGNOSES } from './diagnose/all.ts';
import { ENDINGS } from './ending.ts';
import { FLUX } from './flux.ts';
import { TESTS } from './helm-test.ts';
import type { Incident } from './incident.ts';
import { KUSTOMIZATIONS } from './kustomize.ts';
import { LOCKS } from './lock.ts';
import { OWNED } from './ownership.ts';
import { PROGRAMS } from './programs.ts';
import { PATCHES } from './post-renderers.ts';
import { QUIET } from './quiet.ts';
import { RECORDS } from './records.ts';
import { REFUSALS } from './refusal.ts';
import { REFUSED } from './refused.ts';
import { RENDERINGS } from './rendering.ts';
import { REGISTRIES } from './registry.ts';
import { RIGHTS } from './rights.ts';
import { ROLLOUTS } from './rollout.ts';
import { BARRED } from './room.ts';
import { SHARED } from './shared.ts';
import { SOURCES } from './source.ts';
import { STORAGES } from './storage.ts';
import { VALUES_AND_TEMPLATES } from './values.ts';
import { VERBS } from './verbs.ts';

/** Every incident, control and check, in the order in which they run. */
export const INCIDENTS: readonly Incident[] = [
  ...ROLLOUTS,
  ...QUIET,
  ...REFUSED,
  ...REFUSALS,
  ...BARRED,
  ...CHARTS,
  ...FLUX,
  ...VALUES_AND_TEMPLATES,
  ...RENDERINGS,
  ...TESTS,
  ...SOURCES,
  ...AUTHORITIES,
  ...REGISTRIES,
  ...SHARED,
  ...DEPENDENCIES,
  ...KUSTOMIZATIONS,
  ...STORAGES,
  ...OWNED,
  ...RIGHTS,
  ...LOCKS,
  ...RECORDS,
  ...ENDINGS,
  ...VERBS,
  ...PROGRAMS,
  ...PATCHES,
  ...DIAGNOSES,
  ...CHECKS,
];
