import { event, uidOf, type Built } from '../../stories/build/build.ts';
import { digestOf } from '../../stories/build/digest.ts';
import { partOf, textOf } from '../../stories/build/json-parts.ts';

/** An event, seen from `first` to `last`. */
export interface EventSketch {
  readonly reason: string;
  readonly message: string;
  readonly type?: 'Normal' | 'Warning';
  readonly first?: string;
  readonly last: string;
  readonly count?: number;
  readonly by?: string;
  /** The container of the pod that it is about. */
  readonly container?: string;
  readonly init?: boolean;
}

/** An event with a name of its own, as its reporter makes it. */
export function seen(about: Built, sketch: EventSketch): Built {
  const { reason, message, type = 'Warning', last, first = last, count = 1, by = 'kubelet' } = sketch;
  const metadata = partOf(about, 'metadata');
  const namespace = textOf(metadata['namespace']) || 'default';
  const name = `${textOf(metadata['name'])}.${digestOf(`${reason}${message}${first}`).slice(0, 16)}`;
  const isScheduler = by === 'default-scheduler';
  const list = sketch.init === true ? 'initContainers' : 'containers';
  const about1 = sketch.container === undefined ? {} : { fieldPath: `spec.${list}{${sketch.container}}` };
  const series = count > 1 ? { series: { count, lastObservedTime: last.replace('Z', '.000000Z') } } : {};
  const times = isScheduler
    ? {
        eventTime: first.replace('Z', '.000000Z'),
        ...series,
        action: reason === 'Scheduled' ? 'Binding' : 'Scheduling',
      }
    : { firstTimestamp: first };
  return event(
    about,
    { reason, message, type, at: last, by, count },
    {
      metadata: { name, uid: uidOf('Event', namespace, name), creationTimestamp: first },
      involvedObject: about1,
      ...times,
    },
  );
}
