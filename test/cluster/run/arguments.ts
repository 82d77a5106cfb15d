import type { Incident } from '../incidents/incident.ts';
import { HELM_CONTROLLERS, type HelmController } from '../plane/flux.ts';

/** One incident on one version of helm-controller. */
export interface Job {
  readonly incident: Incident;
  readonly on: HelmController;
}

/** What was asked for on the command line. */
export type Intent =
  | { readonly does: 'list' }
  | { readonly does: 'up'; readonly on: HelmController }
  | { readonly does: 'save'; readonly folder: string }
  | { readonly does: 'run'; readonly jobs: readonly Job[]; readonly capture: boolean }
  | { readonly does: 'gate'; readonly jobs: readonly Job[] }
  | { readonly does: 'nothing'; readonly because: string };

/**
 * What a change has to pass before it lands: the incident of the source document in both faces, and a control. More
 * would take longer than a gate may.
 */
export const GATE: readonly string[] = ['rollout-does-not-fit', 'rollout-rolled-back', 'mid-rollout'];

/**
 * `--list`, `--gate`, `--up` (a plane to play with; `--up=1.4` for the older helm-controller), or names of incidents, each perhaps
 * with `@1.4` or `@1.6` behind it; without a name all of them. `--capture` before them keeps what they leave behind;
 * `--save FOLDER` captures a plane that is up.
 */
export function readArguments(args: readonly string[], incidents: readonly Incident[]): Intent {
  const [first = ''] = args;
  if (first === '--save') return readSave(args.slice(1));
  if (first === '--capture') return readRun(args.slice(1), incidents.filter(leavesCaptures), true);
  if (first === '--list') return { does: 'list' };
  if (first === '--up') return { does: 'up', on: NEWEST };
  if (first.startsWith('--up=')) {
    const on = first.slice('--up='.length);
    return isVersion(on) ? { does: 'up', on } : { does: 'nothing', because: noVersion(on) };
  }
  if (first === '--gate') return { does: 'gate', jobs: incidents.filter(isInGate).flatMap((each) => onEach(each)) };
  return readRun(args, incidents, false);
}

function readSave([folder, ...more]: readonly string[]): Intent {
  if (folder === undefined || more.length > 0) return { does: 'nothing', because: '--save takes one folder' };
  return { does: 'save', folder };
}

function readRun(names: readonly string[], incidents: readonly Incident[], capture: boolean): Intent {
  const jobs: Job[] = [];
  for (const name of names) {
    const found = jobsOf(name, incidents);
    if (typeof found === 'string') return { does: 'nothing', because: found };
    jobs.push(...found);
  }
  return { does: 'run', jobs: names.length === 0 ? incidents.flatMap((each) => onEach(each)) : jobs, capture };
}

/** A check holds something else against the control plane than what kubedoc finds. */
function leavesCaptures({ is }: Incident): boolean {
  return is !== 'check';
}

function isInGate({ name }: Incident): boolean {
  return GATE.includes(name);
}

const NEWEST = '1.6';

function jobsOf(arg: string, incidents: readonly Incident[]): readonly Job[] | string {
  const [name = '', on] = arg.split('@');
  const incident = incidents.find((each) => each.name === name);
  if (incident === undefined) return `there is no incident named ${name}; --list prints them`;
  if (on === undefined) return onEach(incident);
  if (!isVersion(on)) return noVersion(on);
  return [{ incident, on }];
}

function onEach(incident: Incident): readonly Job[] {
  return incident.on.map((on) => ({ incident, on }));
}

function isVersion(text: string): text is HelmController {
  return Object.hasOwn(HELM_CONTROLLERS, text);
}

function noVersion(text: string): string {
  return `there is no helm-controller ${text}, only ${Object.keys(HELM_CONTROLLERS).join(' and ')}`;
}
