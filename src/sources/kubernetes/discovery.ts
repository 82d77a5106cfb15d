import type { Fact } from '../../model/fact.ts';
import { groupTrouble, isForbidden, isNotFound, jsonOf, wrongShape } from './answer.ts';
import { isRecord } from '../../text/record.ts';
import type { Transport } from './transport.ts';

/** The group versions (`apps/v1`) to try for a group, the preferred one first; or why there are none. */
export type GroupVersions = readonly [string, ...string[]] | Exclude<Fact, { state: 'known' }>;

/** Finds out which versions of an API group the server has. */
export interface Discovery {
  /** `group` is '' for core. Throws what the transport throws. */
  versionsOf(group: string): Promise<GroupVersions>;
}

/** Groups whose version has not changed in any supported Kubernetes, so that nothing has to be asked. */
const STABLE: Readonly<Record<string, string>> = {
  '': 'v1',
  apps: 'apps/v1',
  batch: 'batch/v1',
  autoscaling: 'autoscaling/v2',
  policy: 'policy/v1',
  'networking.k8s.io': 'networking.k8s.io/v1',
  'storage.k8s.io': 'storage.k8s.io/v1',
  'rbac.authorization.k8s.io': 'rbac.authorization.k8s.io/v1',
  'apiextensions.k8s.io': 'apiextensions.k8s.io/v1',
  'apiregistration.k8s.io': 'apiregistration.k8s.io/v1',
  'discovery.k8s.io': 'discovery.k8s.io/v1',
  'events.k8s.io': 'events.k8s.io/v1',
  'scheduling.k8s.io': 'scheduling.k8s.io/v1',
  'admissionregistration.k8s.io': 'admissionregistration.k8s.io/v1',
  'coordination.k8s.io': 'coordination.k8s.io/v1',
};

/** Whether the versions of a group have to be asked for, with `get /apis/GROUP`. */
export function asksForVersions(group: string): boolean {
  return !Object.hasOwn(STABLE, group);
}

/** Asks each group at most once at a time, and remembers what it has or that it is absent. A failure is not remembered. */
export function createDiscovery(transport: Transport): Discovery {
  const asked = new Map<string, Promise<GroupVersions>>();
  return {
    async versionsOf(group) {
      const stable = Object.hasOwn(STABLE, group) ? STABLE[group] : undefined;
      if (stable !== undefined) return [stable];
      const running = asked.get(group) ?? ask(transport, group);
      asked.set(group, running);
      try {
        const answer = await running;
        if (!Array.isArray(answer) && 'state' in answer && answer.state !== 'absent') asked.delete(group);
        return answer;
      } catch (error) {
        asked.delete(group);
        throw error;
      }
    },
  };
}

async function ask(transport: Transport, group: string): Promise<GroupVersions> {
  const path = `/apis/${encodeURIComponent(group)}`;
  const response = await transport.send({ method: 'GET', path });
  if (isNotFound(response)) return { state: 'absent', what: 'kind' };
  if (isForbidden(response)) return { state: 'denied', need: `get ${path}` };
  if (response.status !== 200) throw groupTrouble(response, group);
  const body = jsonOf(response);
  if (body['kind'] !== 'APIGroup' || body['name'] !== group || !Array.isArray(body['versions'])) {
    throw wrongShape('it describes no API group');
  }
  const preferred = groupVersionOf(body['preferredVersion'], group);
  // A kind may be missing from the preferred version (Flux before 2.6 had OCIRepository in v1beta2 only).
  const others = body['versions'].map((one) => groupVersionOf(one, group)).filter((one) => one !== preferred);
  return [preferred, ...others];
}

/** The group must be the one that was asked for, since the value becomes part of a path. */
function groupVersionOf(version: unknown, group: string): string {
  const text = isRecord(version) ? version['groupVersion'] : undefined;
  if (typeof text === 'string' && text.startsWith(`${group}/`) && /^[a-z0-9]+$/.test(text.slice(group.length + 1)))
    return text;
  throw wrongShape('it names no version of the API group');
}
