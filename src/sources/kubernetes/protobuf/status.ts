import { frameOf } from './frame.ts';
import { message, type Decoded } from './message.ts';
import { planOf, type Plan } from './plan.ts';
import { BrokenProtobuf, ProtobufReader } from './wire.ts';

/** Of a Status and its details, what the JSON form is read for (apimachinery, meta/v1/types.go). */
const STATUS: Plan | undefined = planOf(
  {
    complete: true,
    fields: {
      message: { number: 3, is: 'text', omitsZero: true },
      reason: { number: 4, is: 'text', omitsZero: true },
      details: { number: 5, is: { complete: true, fields: { name: { number: 1, is: 'text', omitsZero: true } } } },
    },
  },
  ['message', 'reason', 'details'],
);

/** A refusal: who asks for protobuf is refused in it too. Throws `BrokenProtobuf` for everything that is no object. */
export function decodeStatus(bytes: Buffer): Decoded {
  const { kind, start, end } = frameOf(bytes);
  if (end > bytes.length) throw new BrokenProtobuf('the refusal is longer than the answer');
  return { ...message(new ProtobufReader(bytes, start), end, STATUS ?? []), kind };
}
