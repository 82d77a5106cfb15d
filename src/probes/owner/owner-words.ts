import type { Applier } from './owner-marks.ts';
import { entry, nameOf, namespaceOf, text } from '../read.ts';

/** The kind of an owner as people say it. */
export function shownKind(kind: string): string {
  return kind === 'Application' ? 'Argo CD application' : kind;
}

/** `Kind namespace/name`. */
export function describe(object: unknown): string {
  return `${text(entry(object, 'kind')) || 'object'} ${fullName(namespaceOf(object), nameOf(object))}`;
}

/** `namespace/name`, or the name alone. */
export function fullName(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Who it is that declares an object which no applier has marked by name. */
export function nobody({ by, said }: Applier, described: string): string {
  if (said !== '') return `${said} (label app.kubernetes.io/managed-by)`;
  return by === 'hand' ? `whoever applies ${described} by hand` : `whoever declares ${described}`;
}
