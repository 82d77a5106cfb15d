import type { Probe, ProbeResult } from '../model/probe.ts';
import { applierOf } from './owner/owner-marks.ts';
import { describe, fullName, nobody } from './owner/owner-words.ts';
import { entry, field, nameOf, namespaceOf, text } from './read.ts';

/** Who owns an object's truth: where a change must be made so that it stays. */
export const gitOwner: Probe = {
  name: 'git-owner',
  computes: 'Which Flux Kustomization, Argo CD application or Helm release owns an object, and where its file lies.',
  params: {
    object: { is: 'object', means: 'the object to be changed' },
    kustomization: { is: 'object', optional: true, means: 'the Flux Kustomization that its labels name' },
    source: { is: 'object', optional: true, means: "the Kustomization's source" },
  },
  returns: {
    managed: '`flux`, `argocd`, `helm` or `none`',
    file: 'where the change belongs, in words',
    owner: 'the owner, such as `Kustomization flux-system/apps`; without one whoever applies or declares it',
    kustomizationName: 'name of the Flux Kustomization, empty without one',
    kustomizationNamespace: 'its namespace',
    path: 'the folder that the Kustomization applies, empty if unknown',
    sourceText: 'address of the source without user, password or query; empty if unknown',
    suspended: 'whether the Kustomization is suspended; null if unknown',
    willRevert: 'whether the owner undoes a change made by hand',
  },
  run({ object, kustomization, source }) {
    if (nameOf(object) === '') return undefined;
    const owner = findOwner(object);
    if (owner.kind === 'Kustomization') return ownedByKustomization(object, owner, kustomization, source);
    return {
      ...UNKNOWN_KUSTOMIZATION,
      managed: owner.managed,
      owner: owner.kind === '' ? unmarkedOwner(object) : `${owner.kind} ${fullName(owner.namespace, owner.name)}`,
      file: toFile(owner, describe(object)),
      willRevert: owner.managed === 'argocd' || owner.managed === 'flux',
    };
  },
};

/** Nothing marks it; its managed fields may tell that somebody applied it by hand. */
function unmarkedOwner(object: unknown): string {
  return nobody(applierOf(object), describe(object));
}

const UNKNOWN_KUSTOMIZATION: ProbeResult = {
  kustomizationName: '',
  kustomizationNamespace: '',
  path: '',
  sourceText: '',
  suspended: null,
};

interface Owner {
  readonly managed: 'flux' | 'argocd' | 'helm' | 'none';
  readonly kind: '' | 'Kustomization' | 'HelmRelease' | 'Argo CD application' | 'Helm release';
  readonly namespace: string;
  readonly name: string;
}

/** The labels and annotations that Flux, Argo CD and Helm leave on what they apply; the nearest to Git comes first. */
function findOwner(object: unknown): Owner {
  const labels = field(object, 'metadata.labels');
  const annotations = field(object, 'metadata.annotations');
  const label = (key: string): string => text(entry(labels, key));
  const annotation = (key: string): string => text(entry(annotations, key));
  const owners: readonly Owner[] = [
    owned('flux', 'Kustomization', label(`${KUSTOMIZE}/namespace`), label(`${KUSTOMIZE}/name`)),
    owned('flux', 'HelmRelease', label(`${HELM}/namespace`), label(`${HELM}/name`)),
    owned('argocd', 'Argo CD application', '', toApplication(annotation('argocd.argoproj.io/tracking-id'))),
    owned('argocd', 'Argo CD application', '', label('argocd.argoproj.io/instance')),
    owned('helm', 'Helm release', annotation(`${META}/release-namespace`), annotation(`${META}/release-name`)),
    owned('helm', 'Helm release', '', label(MANAGED_BY) === 'Helm' ? label('app.kubernetes.io/instance') : ''),
  ];
  const unnamed: Owner = { managed: label(MANAGED_BY) === 'Helm' ? 'helm' : 'none', kind: '', namespace: '', name: '' };
  return owners.find((each) => each.name !== '') ?? unnamed;
}

const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const HELM = 'helm.toolkit.fluxcd.io';
const META = 'meta.helm.sh';
const MANAGED_BY = 'app.kubernetes.io/managed-by';

function owned(managed: Owner['managed'], kind: Owner['kind'], namespace: string, name: string): Owner {
  return { managed, kind, namespace, name };
}

/** `app:group/kind:namespace/name`; the application may be `namespace_name`. */
function toApplication(trackingId: string): string {
  return /^([^:]+):/.exec(trackingId)?.[1] ?? '';
}

function ownedByKustomization(object: unknown, owner: Owner, kustomization: unknown, source: unknown): ProbeResult {
  const known = fullName(namespaceOf(kustomization), nameOf(kustomization)) === fullName(owner.namespace, owner.name);
  const spec = known ? field(kustomization, 'spec') : undefined;
  const suspended = known ? field(spec, 'suspend') === true : null;
  const path = known ? text(field(spec, 'path')) || './' : '';
  const described = describe(object);
  return {
    managed: owner.managed,
    file: known
      ? `the manifest of ${described} under ${path} in ${toSource(spec, namespaceOf(kustomization))}`
      : `the manifest of ${described} that Kustomization ${fullName(owner.namespace, owner.name)} applies`,
    owner: `Kustomization ${fullName(owner.namespace, owner.name)}`,
    kustomizationName: owner.name,
    kustomizationNamespace: owner.namespace,
    path,
    sourceText: toAddress(source),
    suspended,
    willRevert: suspended !== true && !isLeftAlone(object),
  };
}

function toSource(spec: unknown, namespace: string): string {
  const ref = field(spec, 'sourceRef');
  const where = fullName(text(field(ref, 'namespace')) || namespace, text(field(ref, 'name')));
  return `${text(field(ref, 'kind')) || 'source'} ${where}`;
}

/** Annotations by which an object opts out of being applied again (kustomize-controller, "Controlling the apply behavior"). */
function isLeftAlone(object: unknown): boolean {
  const annotations = field(object, 'metadata.annotations');
  if (text(entry(annotations, `${KUSTOMIZE}/reconcile`)).toLowerCase() === 'disabled') return true;
  return /^(?:ignore|ifnotpresent)$/i.test(text(entry(annotations, `${KUSTOMIZE}/ssa`)));
}

/** A user, password or token may stand in an address, before the host or in the query. */
function toAddress(source: unknown): string {
  const url = text(field(source, 'spec.url')) || text(field(source, 'spec.endpoint'));
  const match = /^([a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#]*@)?([^?#]*)/i.exec(url);
  return `${match?.[1] ?? ''}${match?.[2] ?? ''}`;
}

function toFile(owner: Owner, described: string): string {
  const by = fullName(owner.namespace, owner.name);
  if (owner.kind === 'HelmRelease')
    return `the values or post-renderers of HelmRelease ${by}, which renders ${described}`;
  if (owner.managed === 'argocd') return `the manifest of ${described} in the source of Argo CD application ${by}`;
  if (owner.managed === 'helm')
    return owner.name === '' ? 'the values of its Helm release' : `the values of Helm release ${by}`;
  return `${described} itself`;
}
