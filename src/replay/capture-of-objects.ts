import type { KubeObject } from '../model/object.ts';
import { resourceName } from './api-resource.ts';
import type { Capture } from './capture.ts';
import { buildCatalogue } from './catalogue.ts';
import { storedObjects } from './read-objects.ts';

/** Objects without a cluster around them, such as manifests of a folder: the kinds of the objects are held, no others. */
export function captureOfObjects(objects: readonly KubeObject[], name: string, now: string): Capture {
  const catalogue = buildCatalogue(objects);
  const stored = storedObjects(objects, catalogue);
  const held = new Set(stored.map((object) => resourceName(catalogue.ofObject(object))));
  return {
    folder: name,
    context: name,
    namespace: 'default',
    server: null,
    now,
    version: null,
    complete: false,
    objects: stored,
    denied: [],
    logs: new Map(),
    stats: new Map(),
    commands: [],
    answers: {},
    catalogue,
    isHeld: (resource) => held.has(catalogue.fullName(resource)),
  };
}
