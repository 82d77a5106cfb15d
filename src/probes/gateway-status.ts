import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { condition, entry, field, list, nameOf, namespaceOf, text } from './read.ts';

/** What its controller says of a Gateway and its listeners (GatewayStatus, gateway.networking.k8s.io/v1). */
export const gatewayStatus: Probe = {
  name: 'gateway-status',
  computes: 'Whether a Gateway has been taken and set up by its controller, and which listener is in trouble.',
  params: { gateway: { is: 'object', means: 'The Gateway.' } },
  returns: {
    className: 'Its GatewayClass.',
    taken: 'Whether a controller has said anything of it. Until then the API itself says Pending.',
    accepted: 'The status of the condition Accepted: True, False, Unknown or empty.',
    programmed: 'The status of the condition Programmed.',
    reason: 'The reason of the first of the two that is not True.',
    message: 'Its message.',
    listener: 'The first listener in trouble; empty without one.',
    listenerType: 'The condition that says so.',
    listenerReason: 'Its reason.',
    listenerMessage: 'Its message.',
    certificate: 'The first Secret that this listener takes a certificate from, as NAMESPACE/NAME; empty without one.',
    certificateName: 'Its name.',
    certificateNamespace: 'Its namespace.',
    addresses: 'Where it can be reached, as one line; `none` without any.',
    inTrouble: 'Whether anything of this is wrong.',
  },
  run: readGateway,
};

interface Fault {
  readonly name: string;
  readonly condition: unknown;
}

function readGateway({ gateway }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(gateway) === '') return undefined;
  const [accepted, programmed] = [condition(gateway, 'Accepted'), condition(gateway, 'Programmed')];
  const fault = list(field(gateway, 'status.listeners')).flatMap(faultOf)[0];
  const first = [accepted, programmed].find((each) => statusOf(each) !== 'True');
  const secret = certificateOf(gateway, fault?.name);
  return {
    className: text(field(gateway, 'spec.gatewayClassName')),
    taken: accepted !== undefined && text(entry(accepted, 'reason')) !== 'Pending',
    accepted: statusOf(accepted),
    programmed: statusOf(programmed),
    reason: text(entry(first, 'reason')),
    message: text(entry(first, 'message')),
    listener: fault?.name ?? '',
    listenerType: text(entry(fault?.condition, 'type')),
    listenerReason: text(entry(fault?.condition, 'reason')),
    listenerMessage: text(entry(fault?.condition, 'message')),
    ...secret,
    addresses:
      list(field(gateway, 'status.addresses'))
        .map((each) => text(entry(each, 'value')))
        .join(', ') || 'none',
    inTrouble: fault !== undefined || [accepted, programmed].some((each) => statusOf(each) !== 'True'),
  };
}

function statusOf(one: unknown): string {
  return text(entry(one, 'status'));
}

/** `Conflicted` is the one condition of a listener that is bad when it holds (ListenerConditionType). */
const WRONG: Readonly<Record<string, string>> = {
  ResolvedRefs: 'False',
  Accepted: 'False',
  Conflicted: 'True',
  Programmed: 'False',
};

/** What is behind the others comes first: a listener whose certificate is missing is not programmed for that reason. */
function faultOf(listener: unknown): readonly Fault[] {
  const conditions = list(entry(listener, 'conditions'));
  const wrong = Object.entries(WRONG).flatMap(([type, status]) =>
    conditions.filter((each) => entry(each, 'type') === type && statusOf(each) === status),
  );
  return wrong.slice(0, 1).map((each) => ({ name: text(entry(listener, 'name')), condition: each }));
}

function certificateOf(gateway: unknown, listener: string | undefined): ProbeResult {
  const own = list(field(gateway, 'spec.listeners')).find((each) => text(entry(each, 'name')) === listener);
  const ref = list(field(own, 'tls.certificateRefs'))[0];
  const [name, namespace] = [text(entry(ref, 'name')), text(entry(ref, 'namespace')) || namespaceOf(gateway)];
  return {
    certificate: name === '' ? '' : `${namespace}/${name}`,
    certificateName: name,
    certificateNamespace: name === '' ? '' : namespace,
  };
}
