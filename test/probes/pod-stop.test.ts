import { describe, expect, it } from 'vitest';
import { podStop } from '../../src/probes/pod-stop.ts';

const AT = '2025-11-15T18:10:00Z';
const run = (status: Record<string, unknown>) => podStop.run({ pod: { status } });
const disrupted = (reason: string, message = '', status = 'True') => ({
  type: 'DisruptionTarget',
  status,
  reason,
  message,
  lastTransitionTime: AT,
});
const ended = (name: string, terminated: Record<string, unknown>) => ({ name, state: { terminated } });

/** Reasons out of pkg/kubelet (eviction, lifecycle, nodeshutdown, active_deadline, preemption) and the controllers. */
describe('pod-stop', () => {
  it.each([
    ['Evicted', 'The node was low on resource: memory. ', 'evicted'],
    [
      'OutOfcpu',
      "Pod was rejected: Node didn't have enough resource: cpu, requested: 1, used: 2, capacity: 2",
      'no-room',
    ],
    ['OutOfephemeral-storage', '', 'no-room'],
    ['OutOfpods', '', 'no-room'],
    ['NodeAffinity', 'Pod was rejected: Predicate NodeAffinity failed', 'refused'],
    ['UnexpectedAdmissionError', 'Pod was rejected: Allocate failed due to no healthy devices present', 'refused'],
    ['TopologyAffinityError', 'Pod was rejected: Resources cannot be allocated with Topology locality', 'refused'],
    ['SomethingNew', 'Pod was rejected: for a reason of a later release', 'refused'],
    ['NodeShutdown', 'Pod was rejected: Pod was rejected as the node is shutting down.', 'shutdown'],
    ['Terminated', 'Pod was terminated in response to imminent node shutdown.', 'shutdown'],
    ['DeadlineExceeded', 'Pod was active on the node longer than the specified deadline', 'deadline'],
    ['Preempting', 'Preempted in order to admit critical pod', 'preempted'],
    ['NodeLost', 'Node node-1 which was running pod web is unresponsive', 'lost'],
    ['SomethingElse', 'nobody knows', 'containers'],
    ['constructor', '', 'containers'],
  ])('reads the reason %s', (reason, message, by) => {
    expect(run({ phase: 'Failed', reason, message })).toMatchObject({ by, reason, message });
  });

  it.each([
    ['DeletionByTaintManager', 'Taint manager: deleting due to NoExecute taint', 'taint'],
    ['EvictionByEvictionAPI', 'Eviction API: evicting', 'drain'],
    ['PreemptionByScheduler', 'default-scheduler: preempting to accommodate a higher priority pod', 'preempted'],
    ['DeletionByPodGC', 'PodGC: node no longer exists', 'node-gone'],
    ['TerminationByKubelet', 'Pod was terminated in response to imminent node shutdown.', 'shutdown'],
    ['TerminationByKubelet', 'The node was low on resource: memory. ', 'evicted'],
  ])('reads the condition DisruptionTarget %s, %s', (reason, message, by) => {
    const status = { phase: 'Failed', conditions: [disrupted(reason, message)] };
    expect(run(status)).toMatchObject({ by, reason, message, at: AT });
  });

  it('takes a disruption that is over for none', () => {
    const status = { phase: 'Failed', conditions: [disrupted('EvictionByEvictionAPI', '', 'False')] };
    expect(run(status)).toMatchObject({ by: 'containers', reason: '' });
  });

  it('tells containers that were not found from containers that ended', () => {
    const lost = ended('web', { reason: 'ContainerStatusUnknown', exitCode: 137, startedAt: null, finishedAt: null });
    expect(run({ phase: 'Failed', containerStatuses: [lost] })).toMatchObject({ by: 'lost', at: '' });
    const broke = ended('web', { reason: 'Error', exitCode: 3, finishedAt: AT });
    const fine = ended('side', { reason: 'Completed', exitCode: 0, finishedAt: AT });
    expect(run({ phase: 'Failed', containerStatuses: [fine, broke] })).toMatchObject({
      by: 'containers',
      at: AT,
      exits: 'web with 3 (Error)',
    });
  });

  it('takes the last time that something gives, and no time of the year one', () => {
    const early = ended('a', { exitCode: 1, reason: 'Error', finishedAt: '0001-01-01T00:00:00Z' });
    const ready = { type: 'Ready', status: 'False', lastTransitionTime: '2025-11-15T18:09:00Z' };
    const status = { phase: 'Failed', reason: 'Evicted', startTime: '2025-11-15T17:00:00Z' };
    expect(run({ ...status, containerStatuses: [early], conditions: [ready] })).toMatchObject({
      at: '2025-11-15T18:09:00Z',
    });
    expect(run({ ...status, containerStatuses: [early] })).toMatchObject({ at: '2025-11-15T17:00:00Z' });
  });

  it.each(['Running', 'Pending', 'Succeeded', 'Unknown'])('sees nothing stopped in phase %s', (phase) => {
    expect(run({ phase, reason: 'Evicted', conditions: [disrupted('EvictionByEvictionAPI')] })).toMatchObject({
      by: '',
    });
  });

  it('says nothing of a pod without a status', () => {
    expect(podStop.run({ pod: {} })).toBeUndefined();
  });
});
