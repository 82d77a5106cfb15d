import type { Built, Change } from './build.ts';
import { suffixOf } from './digest.ts';
import { filledIn, listOf, partOf, textOf } from './json-parts.ts';

/** A workload's Deployment or ReplicaSet, by the role that it plays for it. */
interface Relatives {
  /** The Deployment of a ReplicaSet, whose annotations its controller copies. */
  readonly owner: Built | undefined;
  /** The name of a Deployment's newest ReplicaSet. */
  readonly newest: string | undefined;
}

/**
 * A workload as the API server stores it: the defaults of its pod template, and in the conditions of a Deployment the
 * time of their last update and the name of the ReplicaSet that they speak of.
 */
export function storedWorkload(workload: Built, { owner, newest }: Relatives): Built {
  const spec = partOf(workload, 'spec');
  const template = partOf(workload, 'spec', 'template');
  const stored = { ...spec, template: { ...template, spec: templateSpec(partOf(template, 'spec')) } };
  const whole: Built = template['spec'] === undefined ? workload : { ...workload, spec: stored };
  if (workload['kind'] === 'Deployment') return updated(whole, newest);
  return workload['kind'] === 'ReplicaSet' && owner !== undefined ? annotatedLike(whole, owner) : whole;
}

/** `serviceAccount` is the old name of `serviceAccountName`; the API server keeps both the same. */
function templateSpec(spec: Change): Change {
  const account = textOf(spec['serviceAccountName']);
  const kinds = ['containers', 'initContainers'].filter((kind) => spec[kind] !== undefined);
  const containers = kinds.map((kind) => [kind, listOf(spec[kind]).map(storedContainer)]);
  return {
    ...spec,
    ...(account === '' ? {} : { serviceAccount: account }),
    ...(Object.fromEntries(containers) as Change),
  };
}

function storedContainer(container: Change): Change {
  return filledIn(container, {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  });
}

/** Stories write the Deployment's name where its controller names a ReplicaSet. */
function updated(deployment: Built, newest: string | undefined): Built {
  const name = textOf(partOf(deployment, 'metadata')['name']);
  const said = (text: string): string =>
    text.replace(`ReplicaSet "${name}" has`, `ReplicaSet "${newest ?? `${name}-${suffixOf(name, 10)}`}" has`);
  const status = partOf(deployment, 'status');
  if (status['conditions'] === undefined) return deployment;
  const conditions = listOf(status['conditions']).map((each) =>
    filledIn(
      { ...each, message: said(textOf(each['message'])) },
      { lastUpdateTime: textOf(each['lastTransitionTime']) },
    ),
  );
  return { ...deployment, status: { ...status, conditions } };
}

function annotatedLike(replicaSet: Built, owner: Built): Built {
  const metadata = partOf(replicaSet, 'metadata');
  const annotations = filledIn(partOf(metadata, 'annotations'), partOf(owner, 'metadata', 'annotations'));
  return { ...replicaSet, metadata: { ...metadata, annotations } };
}
