import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCapture } from '../../src/replay/capture.ts';
import { listOf, partOf, textOf } from '../stories/build/json-parts.ts';
import type { Built, Change } from '../stories/build/build.ts';
import { all } from './all.ts';
import type { ExamCase } from './exam-case.ts';
import { NOW } from './kit/moment.ts';
import { writeCase } from './write-case.ts';

const meta = (each: Built): Change => partOf(each, 'metadata');
const nameOf = (each: Built): string => textOf(meta(each)['name']);
const spaceOf = (each: Built): string => textOf(meta(each)['namespace']);
const placeOf = (each: Built): string => `${textOf(each['kind'])} ${spaceOf(each)}/${nameOf(each)}`;
const ofKind = (objects: readonly Built[], kind: string): readonly Built[] =>
  objects.filter((each) => each['kind'] === kind);
const labelsFit = (selector: Change, labels: Change): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);
const isReady = (pod: Built): boolean =>
  partOf(pod, 'metadata')['deletionTimestamp'] === undefined &&
  listOf(partOf(pod, 'status')['conditions']).some(({ type, status }) => type === 'Ready' && status === 'True');
const ownerOf = (each: Built): Change => listOf(meta(each)['ownerReferences'])[0] ?? {};

describe.each(all.map((each) => [each.name, each] as const))('%s', (_, exam: ExamCase) => {
  const { objects } = exam;
  const places = new Map(objects.map((each) => [placeOf(each), each]));

  it('has each object once', () => {
    const seen = new Set<string>();
    const twice = objects
      .map((each) => `${textOf(each['apiVersion'])} ${placeOf(each)}`)
      .filter((each) => {
        const known = seen.has(each);
        seen.add(each);
        return known;
      });
    expect(twice).toEqual([]);
  });

  it('refers to owners that are there', () => {
    const lost = objects.flatMap((each) =>
      listOf(meta(each)['ownerReferences'])
        .filter(({ kind, name, uid }) => {
          const space = kind === 'Node' ? '' : spaceOf(each);
          const owner = places.get(`${textOf(kind)} ${space}/${textOf(name)}`);
          return owner === undefined || meta(owner)['uid'] !== uid;
        })
        .map(() => placeOf(each)),
    );
    expect(lost).toEqual([]);
  });

  it('has workloads whose selectors fit their templates and pods, and whose numbers add up', () => {
    const wrong: string[] = [];
    const pods = ofKind(objects, 'Pod');
    for (const owner of objects.filter((each) =>
      ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].includes(textOf(each['kind'])),
    )) {
      const selector = partOf(owner, 'spec', 'selector', 'matchLabels');
      const status = partOf(owner, 'status');
      if (!labelsFit(selector, partOf(owner, 'spec', 'template', 'metadata', 'labels')))
        wrong.push(`${placeOf(owner)}: template`);
      const sets = ofKind(objects, 'ReplicaSet').filter((set) => ownerOf(set)['uid'] === meta(owner)['uid']);
      const parents = new Set([owner, ...sets].map((each) => meta(each)['uid']));
      const own = pods.filter((pod) => parents.has(ownerOf(pod)['uid']));
      if (!own.every((pod) => labelsFit(selector, partOf(pod, 'metadata', 'labels'))))
        wrong.push(`${placeOf(owner)}: labels`);
      const strangers = pods.filter(
        (pod) => spaceOf(pod) === spaceOf(owner) && labelsFit(selector, partOf(pod, 'metadata', 'labels')),
      );
      if (strangers.length !== own.length) wrong.push(`${placeOf(owner)}: selects others`);
      const there = own.filter(
        (pod) => meta(pod)['deletionTimestamp'] === undefined || owner['kind'] === 'StatefulSet',
      );
      const ready = own.filter(isReady).length;
      const isDaemon = owner['kind'] === 'DaemonSet';
      if ((isDaemon ? status['currentNumberScheduled'] : status['replicas']) !== there.length)
        wrong.push(`${placeOf(owner)}: replicas`);
      if ((isDaemon ? status['numberReady'] : (status['readyReplicas'] ?? 0)) !== ready)
        wrong.push(`${placeOf(owner)}: ready`);
    }
    expect(wrong).toEqual([]);
  });

  it('has events about objects that are there', () => {
    const uids = new Set(objects.map((each) => meta(each)['uid']));
    const nodes = new Set(ofKind(objects, 'Node').map(nameOf));
    const lost = ofKind(objects, 'Event')
      .map((each) => partOf(each, 'involvedObject'))
      .filter(({ uid }) => !uids.has(uid) && !nodes.has(textOf(uid)));
    expect(lost).toEqual([]);
  });

  it('has times in order, none in the future', () => {
    const wrong: string[] = [];
    for (const each of objects) {
      const created = textOf(meta(each)['creationTimestamp']);
      if (created > NOW) wrong.push(`${placeOf(each)}: created`);
      const owner = ownerOf(each);
      const parent = places.get(`${textOf(owner['kind'])} ${spaceOf(each)}/${textOf(owner['name'])}`);
      if (parent !== undefined && textOf(meta(parent)['creationTimestamp']) > created)
        wrong.push(`${placeOf(each)}: older than its owner`);
      const [first, last] = [textOf(each['firstTimestamp']), textOf(each['lastTimestamp'])];
      if (first > last || last > NOW) wrong.push(`${placeOf(each)}: ${first} to ${last}`);
      for (const { type, lastTransitionTime } of listOf(partOf(each, 'status')['conditions'])) {
        const at = textOf(lastTransitionTime);
        if (at > NOW || (at !== '' && at < created && each['kind'] !== 'Node'))
          wrong.push(`${placeOf(each)}: ${textOf(type)} ${at}`);
      }
      for (const status of ['containerStatuses', 'initContainerStatuses'].flatMap((list) =>
        listOf(partOf(each, 'status')[list]),
      )) {
        const ended = { ...partOf(status, 'lastState', 'terminated'), ...partOf(status, 'state', 'terminated') };
        const started = textOf(partOf(status, 'state', 'running')['startedAt']);
        if (started > NOW || (started !== '' && started < created))
          wrong.push(`${placeOf(each)}: runs since ${started}`);
        if (textOf(ended['startedAt']) > textOf(ended['finishedAt']) || textOf(ended['finishedAt']) > NOW)
          wrong.push(`${placeOf(each)}: ended`);
        if (ended['startedAt'] !== undefined && textOf(ended['startedAt']) < created)
          wrong.push(`${placeOf(each)}: ran before it was`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has events of pods that are not older than the pods', () => {
    const wrong = ofKind(objects, 'Event').filter((each) => {
      const { kind, namespace, name } = partOf(each, 'involvedObject');
      const about = places.get(`${textOf(kind)} ${textOf(namespace)}/${textOf(name)}`);
      const at = textOf(each['firstTimestamp']) || textOf(each['eventTime']);
      return about !== undefined && at.slice(0, 19) < textOf(meta(about)['creationTimestamp']).slice(0, 19);
    });
    expect(wrong.map((each) => [nameOf(each), each['reason']])).toEqual([]);
  });

  it('has logs of containers that are there', () => {
    const keys = new Set(
      ofKind(objects, 'Pod').flatMap((pod) =>
        ['containers', 'initContainers'].flatMap((list) =>
          listOf(partOf(pod, 'spec')[list]).map(({ name }) => `${spaceOf(pod)}/${nameOf(pod)}/${textOf(name)}`),
        ),
      ),
    );
    expect(Object.keys(exam.logs).filter((key) => !keys.has(key.replace(/\.previous$/, '')))).toEqual([]);
  });

  it('is read back whole from the folder that it is written to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'examination-'));
    try {
      await writeCase(exam, folder);
      const capture = await loadCapture(folder);
      expect([capture.objects.length, capture.logs.size, capture.now, capture.complete]).toEqual([
        objects.length,
        Object.keys(exam.logs).length,
        NOW,
        true,
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('has faulty objects that are there or are asked for', () => {
    const text = JSON.stringify(objects);
    const missing = [...exam.faulty, ...(exam.also ?? [])].filter(
      ({ kind, namespace, name }) => !places.has(`${kind} ${namespace ?? ''}/${name}`) && !text.includes(`"${name}"`),
    );
    expect(missing).toEqual([]);
  });
});

/** Names that pods, Ingresses and Services use, by kind. */
function wanted(objects: readonly Built[]): readonly string[] {
  const pods = ofKind(objects, 'Pod').flatMap((pod) => {
    const spec = partOf(pod, 'spec');
    const space = spaceOf(pod);
    const volumes = listOf(spec['volumes']).flatMap((volume) => [
      ['ConfigMap', partOf(volume, 'configMap')['name']],
      ['Secret', partOf(volume, 'secret')['secretName']],
      ['PersistentVolumeClaim', partOf(volume, 'persistentVolumeClaim')['claimName']],
    ]);
    const containers = [...listOf(spec['containers']), ...listOf(spec['initContainers'])];
    const env = containers.flatMap((each) => [
      ...listOf(each['env']).flatMap((one) => [
        ['ConfigMap', partOf(one, 'valueFrom', 'configMapKeyRef')['name']],
        ['Secret', partOf(one, 'valueFrom', 'secretKeyRef')['name']],
      ]),
      ...listOf(each['envFrom']).flatMap((one) => [
        ['ConfigMap', partOf(one, 'configMapRef')['name']],
        ['Secret', partOf(one, 'secretRef')['name']],
      ]),
    ]);
    const all = [['ServiceAccount', spec['serviceAccountName']], ...volumes, ...env];
    return all
      .filter(([, name]) => name !== undefined)
      .map(([kind, name]) => `${textOf(kind)} ${space}/${textOf(name)}`);
  });
  const routes = ofKind(objects, 'Ingress').flatMap((each) => [
    `IngressClass /${textOf(partOf(each, 'spec')['ingressClassName'])}`,
    ...listOf(partOf(each, 'spec')['rules']).flatMap((rule) =>
      listOf(partOf(rule, 'http')['paths']).map(
        (path) => `Service ${spaceOf(each)}/${textOf(partOf(path, 'backend', 'service')['name'])}`,
      ),
    ),
    ...listOf(partOf(each, 'spec')['tls']).map(({ secretName }) => `Secret ${spaceOf(each)}/${textOf(secretName)}`),
  ]);
  return [...pods, ...routes];
}

describe.each(all.filter(({ faulty }) => faulty.length === 0).map((each) => [each.name, each] as const))(
  '%s',
  (_, twin) => {
    const places = new Set(twin.objects.map(placeOf));

    it('has everything that it refers to', () => {
      expect(wanted(twin.objects).filter((each) => !places.has(each))).toEqual([]);
    });

    it('has endpoints behind each Service, and pods that are ready or done', () => {
      const empty = ofKind(twin.objects, 'EndpointSlice').filter((slice) => {
        const endpoints = listOf(slice['endpoints']);
        return endpoints.length === 0 || !endpoints.every((each) => partOf(each, 'conditions')['ready'] === true);
      });
      expect(empty.map(placeOf)).toEqual([]);
      const unready = ofKind(twin.objects, 'Pod').filter(
        (pod) => !isReady(pod) && partOf(pod, 'status')['phase'] !== 'Succeeded',
      );
      expect(unready.map(placeOf)).toEqual([]);
    });

    it('has been through something', () => {
      const warnings = ofKind(twin.objects, 'Event').filter(({ type }) => type === 'Warning');
      expect(warnings.length).toBeGreaterThan(2);
    });
  },
);
