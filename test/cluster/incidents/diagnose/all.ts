import type { Incident } from '../incident.ts';
import { CODER } from './coder.ts';
import { diagnoseFaults } from './incident.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { NODES } from './nodes.ts';
import { TRAFFIC } from './traffic.ts';
import { WORKLOADS } from './workloads.ts';

const ROOM = [{ name: 'kyrion', cpu: '16', memory: '16Gi' }];

/** What `kubedoc diagnose` finds by itself, without a release or a Kustomization. */
export const DIAGNOSES: readonly Incident[] = [
  diagnoseFaults({
    name: 'diagnose-workloads',
    title: 'Pods that are refused, that lack what they refer to, or that cannot reach what they need',
    nodes: ROOM,
    faults: WORKLOADS,
  }),
  diagnoseFaults({
    name: 'diagnose-traffic',
    title: 'Services and Ingresses that lead nowhere, and some that lead where they are meant to',
    nodes: ROOM,
    faults: TRAFFIC,
  }),
  diagnoseFaults({
    name: 'diagnose-lifecycle',
    title: 'An API, an autoscaler and a volume claim that do not do what they are for',
    nodes: ROOM,
    faults: LIFECYCLE,
  }),
  diagnoseFaults({
    name: 'diagnose-nodes',
    title: 'Nodes that take no pod, or that are not well below the pods that run on them',
    nodes: ROOM,
    faults: NODES,
    inTurn: true,
  }),
  diagnoseFaults({
    name: 'diagnose-coder',
    title: 'A Coder that does not reach its database, is set wrongly, or refuses its provisioners',
    nodes: ROOM,
    faults: CODER,
    topic: 'coder',
  }),
];
