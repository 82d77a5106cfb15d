import type { Capture } from '../../src/replay/capture.ts';
import type { Fault as ServerFault } from '../../src/replay/faults.ts';
import { to, type Ending, type Fault } from './fault.ts';

/** Faults of the one kind that the command needs most: everything else is there. */
export const kindFaults: readonly Fault[] = [
  {
    name: '403 for one kind',
    ends: 'incomplete',
    says: /denied|forbidden|may not/i,
    set: async ({ kind, serve }) => to(await serve({ fault: { kind: 'status', status: 403, match: pathOf(kind) } })),
  },
  fault('503 for one kind', { kind: 'status', status: 503 }, 'incomplete', /answers 503/),
  fault('silence about one kind', { kind: 'silent' }, 'incomplete', /within/, true),
  fault('one kind that drips', { kind: 'drip' }, 'incomplete', /within/, true),
  fault('HTML for one kind', { kind: 'html' }, 'incomplete', /HTML page/),
  fault('truncated JSON for one kind', { kind: 'truncated' }, 'incomplete', /truncated JSON/),
  fault('items: null', { kind: 'items-null' }, 'incomplete', /items/),
  fault('another kind than asked for', { kind: 'wrong-kind' }, 'incomplete', /wrong shape/),
  fault('a continue token without end', { kind: 'endless-continue' }, 'incomplete', /page/),
  {
    name: '410 on page 2, always',
    ends: 'incomplete',
    says: /answers 410/,
    set: async ({ kind, serve, capture }) =>
      to(await serve({ pageSize: 1, fault: { kind: 'page-gone', match: pathOf(kind) } }, withMore(capture, kind))),
  },
  {
    name: '410 on page 2, once',
    ends: 'as-usual',
    set: async ({ kind, serve, capture }) =>
      to(
        await serve(
          { pageSize: 1, fault: { kind: 'page-gone', times: 1, match: pathOf(kind) } },
          withMore(capture, kind),
        ),
      ),
  },
  {
    // Of the whole server, the version could be what it befalls, which nothing hangs on.
    name: 'a reset, once',
    ends: 'as-usual',
    set: async ({ kind, serve }) => to(await serve({ fault: { kind: 'reset', times: 1, match: pathOf(kind) } })),
  },
  {
    name: 'a CRD that is absent',
    ends: 'incomplete',
    says: /absent/,
    set: async ({ api, serve }) => to(await serve({ fault: { kind: 'status', status: 404, match: api } })),
  },
  {
    name: 'an aggregated API that is down',
    ends: 'as-usual',
    set: async ({ serve }) => to(await serve({ fault: { kind: 'status', status: 503, match: 'metrics.k8s.io' } })),
  },
];

function fault(name: string, what: ServerFault, ends: Ending, says: RegExp, atDefaultLimits = false): Fault {
  return {
    name,
    ends,
    says,
    ...(atDefaultLimits ? { atDefaultLimits } : {}),
    set: async ({ kind, serve }) => to(await serve({ fault: { ...what, match: pathOf(kind) } })),
  };
}

/** Lists and single objects of a kind, in every namespace. */
function pathOf(kind: string): RegExp {
  return new RegExp(`/${kind}(?:[/?]|$)`);
}

const plural = ({ kind }: { readonly kind: string }): string => `${kind.toLowerCase()}s`;

/** The same cluster with two more objects of the kind, in which nothing is wrong as far as their status tells. */
function withMore(capture: Capture, kind: string): Capture {
  const [first] = capture.objects.filter((object) => plural(object) === kind);
  if (first === undefined) throw new Error(`the cluster has no ${kind}`);
  const ready = { conditions: [{ type: 'Ready', status: 'True', reason: 'InstallSucceeded', message: 'done' }] };
  const more = ['one', 'two'].map((name) => ({
    ...first,
    metadata: { ...first.metadata, name: `${first.metadata.name}-${name}`, uid: `${first.metadata.name}-${name}` },
    status: { observedGeneration: 1, ...ready },
  }));
  return { ...capture, objects: [...capture.objects, ...more] };
}
