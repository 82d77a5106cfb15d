import { condition, entry, field, list, text } from '../read.ts';
import { isWithin, namedBy, type Change, type Window } from './change.ts';

/** Taints that say what the Ready condition says already. */
const OF_READINESS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/**
 * What became of a node in a window: it came, its kubelet went silent or came back, it was tainted (a cordon is a taint,
 * which node-lifecycle-controller gives a time). One that is gone leaves nothing to tell it by.
 */
export function nodeChanges(node: unknown, window: Window): readonly Change[] {
  const object = namedBy(node);
  const made = field(node, 'metadata.creationTimestamp');
  const version = text(field(node, 'status.nodeInfo.kubeletVersion'));
  const came = isWithin(made, window) ? [{ code: 'node-came', at: made, object, by: '', version }] : [];
  return [...came, ...readiness(node, object, came.length > 0, window), ...taints(node, object, window)];
}

function readiness(node: unknown, object: Change['object'], isNew: boolean, window: Window): readonly Change[] {
  const ready = condition(node, 'Ready');
  const at = entry(ready, 'lastTransitionTime');
  if (!isWithin(at, window)) return [];
  const isReady = entry(ready, 'status') === 'True';
  if (isReady && isNew) return [];
  return [{ code: isReady ? 'node-ready' : 'node-not-ready', at, object, by: '' }];
}

function taints(node: unknown, object: Change['object'], window: Window): readonly Change[] {
  return list(field(node, 'spec.taints')).flatMap((taint) => {
    const [at, key] = [entry(taint, 'timeAdded'), text(entry(taint, 'key'))];
    if (!isWithin(at, window) || OF_READINESS.includes(key)) return [];
    const code = key === 'node.kubernetes.io/unschedulable' ? 'node-cordoned' : 'node-tainted';
    return [{ code, at, object, by: '', taint: key }];
  });
}
