import { entry, field, nameOf, namespaceOf, text } from '../read.ts';
import { writersOf } from './field-managers.ts';

/** Who applies an object, by the marks that appliers leave on it. */
export interface Applier {
  readonly by: 'kustomization' | 'helmrelease' | 'argocd' | 'helm' | 'hand' | 'unknown';
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Where none of them is known, what the object itself says it is managed by; empty where it says nothing. */
  readonly said: string;
}

const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const HELM = 'helm.toolkit.fluxcd.io';
const META = 'meta.helm.sh';
const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
/** `kubectl apply` keeps what it applied in it (kubectl reference, "apply"). */
const APPLIED_COPY = 'kubectl.kubernetes.io/last-applied-configuration';
/** The tool that manages an object (Kubernetes documentation, "Recommended Labels"). */
const MANAGED_BY = 'app.kubernetes.io/managed-by';

/**
 * The applier that is nearest to Git. Flux labels what it applies (`kustomize.` and `helm.toolkit.fluxcd.io/name`), Helm
 * annotates it (`meta.helm.sh/release-name`), Argo CD annotates it since 3.0 and labels it before (Argo CD documentation,
 * "Resource Tracking"). The label `app.kubernetes.io/instance` is Argo CD's in 2.x, and everybody's: it counts only where
 * Argo CD has written on the object.
 */
export function applierOf(object: unknown): Applier {
  return markedApplier(object) ?? writtenBy(object);
}

function markedApplier(object: unknown): Applier | undefined {
  const label = (key: string): string => text(entry(field(object, 'metadata.labels'), key));
  const annotation = (key: string): string => text(entry(field(object, 'metadata.annotations'), key));
  const instance = label('app.kubernetes.io/instance');
  const marks: readonly Applier[] = [
    marked('kustomization', 'Kustomization', label(`${KUSTOMIZE}/namespace`), label(`${KUSTOMIZE}/name`)),
    marked('helmrelease', 'HelmRelease', label(`${HELM}/namespace`), label(`${HELM}/name`)),
    toApplication(annotation(TRACKING_ID), object),
    marked('argocd', 'Application', '', label('argocd.argoproj.io/instance')),
    marked('argocd', 'Application', '', writersOf(object).hasArgoCd ? instance : ''),
    marked('helm', 'Helm release', annotation(`${META}/release-namespace`), annotation(`${META}/release-name`)),
  ];
  return marks.find((each) => each.name !== '');
}

function marked(by: Applier['by'], kind: string, namespace: string, name: string): Applier {
  return { by, kind, namespace, name, said: '' };
}

/**
 * `application:group/kind:namespace/name`, an application outside of Argo CD's own namespace being `namespace_name`. An
 * id that names another object was copied from that one, and Argo CD does not count it either.
 */
function toApplication(trackingId: string, object: unknown): Applier {
  const [application = '', kind = '', place = ''] = trackingId.split(':');
  const [namespace = '', name = ''] = place.split('/');
  const isOwn =
    kind.split('/')[1] === text(entry(object, 'kind')) &&
    name === nameOf(object) &&
    (namespaceOf(object) === '' || namespace === namespaceOf(object));
  if (!isOwn) return marked('argocd', 'Application', '', '');
  const [first = '', second] = application.split('_');
  return second === undefined
    ? marked('argocd', 'Application', '', first)
    : marked('argocd', 'Application', first, second);
}

function writtenBy(object: unknown): Applier {
  const { hands, programs } = writersOf(object);
  const isApplied = entry(field(object, 'metadata.annotations'), APPLIED_COPY) !== undefined;
  if (programs.length === 0 && (hands.length > 0 || isApplied)) return marked('hand', '', '', '');
  return { ...marked('unknown', '', '', ''), said: managedBy(object) };
}

/** Every chart writes Helm there, whoever renders it: that name says nothing. */
function managedBy(object: unknown): string {
  const said = text(entry(field(object, 'metadata.labels'), MANAGED_BY));
  return said === 'Helm' ? '' : said;
}
