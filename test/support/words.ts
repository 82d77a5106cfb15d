import type { KubeObject } from '../../src/model/object.ts';
import { asList, asText, at } from '../../src/replay/narrow.ts';

/**
 * What controllers say in an object: per condition (`Deployment Available=True MinimumReplicasAvailable`) and per event
 * (`Event Scheduled of default-scheduler`) the message, names and figures in it blotted out.
 */
export function wordsOf(object: KubeObject): readonly { readonly where: string; readonly message: string }[] {
  const conditions = asList(at(object, 'status', 'conditions')).map((each) => {
    const [type, status, reason] = ['type', 'status', 'reason'].map((field) => asText(at(each, field)));
    return {
      where: `${object.kind} ${type ?? ''}=${status ?? ''} ${reason ?? ''}`,
      message: blotted(at(each, 'message')),
    };
  });
  if (object.kind !== 'Event') return conditions;
  const by = asText(object['reportingComponent']) || asText(at(object, 'source', 'component'));
  const where = `Event ${asText(object['reason'])} of ${by}, ${asText(object['type'])}`;
  return [{ where, message: blotted(object['message']) }];
}

/** Names in quotes and brackets, addresses, versions, digests, figures with units and generated names become `…`. */
function blotted(message: unknown): string {
  return asText(message)
    .replace(/(?<=Last Helm logs:).*/s, ' …')
    .replaceAll(/"[^"]*"|'[^']*'/g, '…')
    .replaceAll(/https?:\/\/\S+/g, '…')
    .replaceAll(/sha256:\w+/g, '…')
    .replaceAll(/with chart \S+|\[[\w-]+\]/g, '…')
    .replaceAll(/\b[\w.-]+\/[\w.@/-]+/g, '…')
    .replaceAll(/\b[\w.-]*\d[\w.@-]*/g, '…')
    .replaceAll(/(replica set|Created pod:) \S+/g, '$1 …');
}
