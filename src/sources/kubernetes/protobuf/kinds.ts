/** A message of the API, as far as lists of whole clusters are read from it. */
export interface Message {
  /** Every field of it stands here, so that all of it can be kept. */
  readonly complete: boolean;
  /** By the name that the field has in JSON. */
  readonly fields: Readonly<Record<string, Field>>;
}

/** One field: its number, which never changes, and what it is. */
export interface Field {
  readonly number: number;
  /** `texts` is a map from text to text. */
  readonly is: 'text' | 'number' | 'boolean' | 'time' | 'texts' | Message;
  readonly repeated?: true;
  /** JSON leaves it out where it is empty, 0 or false, and protobuf does not (`omitempty` of a field that is no pointer). */
  readonly omitsZero?: true;
}

// The numbers and what JSON leaves out: the struct tags of k8s.io/api and k8s.io/apimachinery, types.go, 0.34.

const text = (number: number): Field => ({ number, is: 'text' });
const textOrNothing = (number: number): Field => ({ number, is: 'text', omitsZero: true });
const time = (number: number): Field => ({ number, is: 'time' });
const one = (number: number, is: Message): Field => ({ number, is });
const many = (number: number, is: Message): Field => ({ number, is, repeated: true });
const whole = (fields: Message['fields']): Message => ({ complete: true, fields });
const part = (fields: Message['fields']): Message => ({ complete: false, fields });

const OWNER_REFERENCE = whole({
  kind: text(1),
  name: text(3),
  uid: text(4),
  apiVersion: text(5),
  controller: { number: 6, is: 'boolean' },
  blockOwnerDeletion: { number: 7, is: 'boolean' },
});

const OBJECT_META = part({
  name: textOrNothing(1),
  namespace: textOrNothing(3),
  uid: textOrNothing(5),
  creationTimestamp: time(8),
  deletionTimestamp: time(9),
  labels: { number: 11, is: 'texts' },
  annotations: { number: 12, is: 'texts' },
  ownerReferences: many(13, OWNER_REFERENCE),
});

const CONTAINER_STATE = whole({
  waiting: one(1, whole({ reason: textOrNothing(1), message: textOrNothing(2) })),
  running: one(2, whole({ startedAt: time(1) })),
  terminated: one(
    3,
    whole({
      exitCode: { number: 1, is: 'number' },
      signal: { number: 2, is: 'number', omitsZero: true },
      reason: textOrNothing(3),
      message: textOrNothing(4),
      startedAt: time(5),
      finishedAt: time(6),
      containerID: textOrNothing(7),
    }),
  ),
});

const CONTAINER_STATUS = part({
  name: text(1),
  state: one(2, CONTAINER_STATE),
  lastState: one(3, CONTAINER_STATE),
  ready: { number: 4, is: 'boolean' },
  restartCount: { number: 5, is: 'number' },
  image: text(6),
  imageID: text(7),
});

const POD_CONDITION = whole({
  type: text(1),
  status: text(2),
  lastProbeTime: time(3),
  lastTransitionTime: time(4),
  reason: textOrNothing(5),
  message: textOrNothing(6),
  observedGeneration: { number: 7, is: 'number', omitsZero: true },
});

const POD = part({
  metadata: one(1, OBJECT_META),
  spec: one(2, part({ nodeName: textOrNothing(10) })),
  status: one(
    3,
    part({
      phase: textOrNothing(1),
      conditions: many(2, POD_CONDITION),
      message: textOrNothing(3),
      reason: textOrNothing(4),
      startTime: time(7),
      containerStatuses: many(8, CONTAINER_STATUS),
      initContainerStatuses: many(10, CONTAINER_STATUS),
    }),
  ),
});

const ENDPOINT_SLICE = part({
  metadata: one(1, OBJECT_META),
  endpoints: many(
    2,
    part({
      conditions: one(
        2,
        whole({
          ready: { number: 1, is: 'boolean' },
          serving: { number: 2, is: 'boolean' },
          terminating: { number: 3, is: 'boolean' },
        }),
      ),
    }),
  ),
});

/** Those of which a cluster has thousands, by `group/version` and plural. */
const MESSAGES: Readonly<Record<string, Message>> = {
  'v1 pods': POD,
  'discovery.k8s.io/v1 endpointslices': ENDPOINT_SLICE,
};

/** The message of a kind; undefined for those that are read as JSON. */
export function messageOf(groupVersion: string, plural: string): Message | undefined {
  const key = `${groupVersion} ${plural}`;
  return Object.hasOwn(MESSAGES, key) ? MESSAGES[key] : undefined;
}
