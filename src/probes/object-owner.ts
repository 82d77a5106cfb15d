import type { Probe, ProbeResult } from '../model/probe.ts';
import { writersOf } from './owner/field-managers.ts';
import { fateOf, revertsOf } from './owner/hand-change.ts';
import { followOwners, isBuiltIn } from './owner/owner-chain.ts';
import { applierOf, type Applier } from './owner/owner-marks.ts';
import { describe, fullName, nobody, shownKind } from './owner/owner-words.ts';
import { entry, field, isRecord, list, nameOf, namespaceOf, text } from './read.ts';

/** To whom an object belongs that is to be changed: where the change is made so that it stays. */
export const objectOwner: Probe = {
  name: 'object-owner',
  computes:
    'Who declares an object (Flux, Argo CD, Helm, an operator or a hand), where a change of it belongs, and whether one made by hand is undone.',
  params: {
    object: { is: 'object', means: 'the object to be changed' },
    chain: {
      is: 'list',
      optional: true,
      means:
        'objects that its ownerReferences lead to, in any order; without them the first reference is all that is known',
    },
    applier: {
      is: 'object',
      optional: true,
      means: 'the Kustomization, HelmRelease or Application that applies it, as looked up',
    },
    git: {
      is: 'object',
      optional: true,
      means: 'what git-owner says of the object itself or of the HelmRelease that renders it',
    },
  },
  returns: {
    by: '`kustomization`, `helmrelease`, `argocd`, `helm`, `operator`, `controller` (one of Kubernetes), `hand` or `unknown`',
    kind: "the owner's kind; empty for a hand and where it is unknown",
    name: "the owner's name; empty likewise",
    namespace: "the owner's namespace; empty where its mark does not say",
    owner: 'the owner in words, such as `HelmRelease apps/shop`',
    file: 'where the change belongs, in words',
    reverts: 'whether a change by hand is undone by itself; null where that is not known',
    words: 'what becomes of a change by hand, as one sentence',
    instead: 'what to do in its place, as one sentence',
    editable: 'whether a patch of the object itself is the change, and not one of the object that it is made from',
    hands: 'programs with which somebody wrote on it by hand; names only',
    lastHand: 'when that was last; empty where nobody did',
  },
  run({ object, chain, applier, git }) {
    if (nameOf(object) === '') return undefined;
    const { top, beyond, custom } = followOwners(object, list(chain));
    const { hands, lastHand } = writersOf(object);
    const result =
      beyond === undefined ? ofApplier(applierOf(top), { object, top, custom, applier, git }) : ofOwner(object, beyond);
    return { ...result, hands, lastHand };
  },
};

/** The object is made by the controller of another one, of which no more than the reference is known. */
function ofOwner(object: unknown, reference: unknown): ProbeResult {
  const kind = text(entry(reference, 'kind'));
  const name = text(entry(reference, 'name'));
  const namespace = namespaceOf(object);
  const owner = `${kind} ${fullName(namespace, name)}`;
  return {
    ...{ by: isBuiltIn(reference) ? 'controller' : 'operator', kind, name, namespace, owner },
    file: `${owner}, from which ${describe(object)} is made`,
    reverts: true,
    words: `${describe(object)} is made from ${owner}, whose controller writes it anew.`,
    instead: `Change ${owner}.`,
    editable: false,
  };
}

interface Known {
  readonly object: unknown;
  readonly top: unknown;
  readonly custom: boolean;
  readonly applier: unknown;
  readonly git: unknown;
}

function ofApplier(mark: Applier, known: Known): ProbeResult {
  const { object, top } = known;
  const own = nameOf(top) === nameOf(object) && entry(top, 'kind') === entry(object, 'kind');
  const file = fileOf(mark, describe(top), known);
  const owner =
    mark.name === '' ? nobody(mark, describe(top)) : `${shownKind(mark.kind)} ${fullName(mark.namespace, mark.name)}`;
  const reverts = revertsOf(mark, top, known.applier);
  const made = own ? {} : madeFrom(object, top, known.custom);
  return {
    by: mark.by,
    kind: mark.kind,
    name: mark.name,
    namespace: mark.namespace,
    owner,
    file,
    reverts,
    words: fateOf(mark, owner, reverts),
    instead: `Change ${file}.`,
    editable: own && mark.by !== 'helmrelease',
    ...made,
  };
}

/** What is made from another object is written anew by that one's controller, whoever declares that one. */
function madeFrom(object: unknown, top: unknown, custom: boolean): ProbeResult {
  const words = `${describe(object)} is made from ${describe(top)}, whose controller writes it anew.`;
  if (!custom) return { reverts: true, words };
  return {
    ...{ by: 'operator', kind: text(entry(top, 'kind')), name: nameOf(top), namespace: namespaceOf(top) },
    ...{ owner: describe(top), reverts: true, words },
  };
}

/** What was worked out about the way to Git knows the file; the marks alone know the applier. */
function fileOf(mark: Applier, described: string, { git, applier }: Known): string {
  const known = text(field(git, 'file'));
  const isFlux = mark.by === 'kustomization' || mark.by === 'helmrelease';
  if (isFlux && known !== '' && text(field(git, 'owner')) !== '') return known;
  const by = fullName(mark.namespace, mark.name);
  switch (mark.by) {
    case 'kustomization':
      return `the manifest of ${described} that Kustomization ${by} applies${pathOf(applier, mark)}`;
    case 'helmrelease':
      return `the values or post-renderers of HelmRelease ${by}, which renders ${described}`;
    case 'argocd':
      return `the manifest of ${described} in the source of Argo CD application ${by}`;
    case 'helm':
      return `the values of Helm release ${by}, which renders ${described}`;
    case 'hand':
      return `${described} itself, and the file that it was made from where there is one`;
    case 'unknown':
      return mark.said === '' ? `the manifest of ${described}` : `what ${mark.said} makes ${described} from`;
  }
}

function pathOf(applier: unknown, mark: Applier): string {
  const isIt = isRecord(applier) && nameOf(applier) === mark.name && namespaceOf(applier) === mark.namespace;
  const path = isIt ? text(field(applier, 'spec.path')) : '';
  return path === '' ? '' : ` from ${path}`;
}
