import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { entry, field, list, nameOf, record, text } from './read.ts';
import {
  declaredPorts,
  declaredText,
  numberOn,
  portText,
  wantedPorts,
  type ContainerPort,
  type ServicePort,
} from './traffic/service-port.ts';

/** A Service's target ports held against what the containers behind it declare. */
export const servicePorts: Probe = {
  name: 'service-ports',
  computes: 'Which target ports of a Service no container behind it has by name, and which it does not declare.',
  params: {
    service: { is: 'object', means: 'The Service.' },
    pods: { is: 'list', means: 'The pods that it chooses, or templates of pods.' },
    port: { is: 'text', optional: true, means: 'The port that somebody wants, by number or name; else every port.' },
    instead: { is: 'text', optional: true, means: 'Where a port that is not declared should lead instead.' },
  },
  returns: {
    missing: 'Whether a target port is a name that no container of these pods has.',
    missingPort: 'The number of the first such port of the Service; null without one.',
    missingPortName: 'Its name; empty without one.',
    missingProtocol: 'Its protocol.',
    missingName: 'The name that its target port has; empty without one.',
    missingText: 'Such ports in words.',
    nearest: 'The declared port that it most likely means, by name or else by number; empty where none is likely.',
    undeclared: 'The numbers of target ports that no container declares, though it declares others, as texts.',
    undeclaredPort: 'The port of the Service that the first of them belongs to; null without one.',
    undeclaredPortName: 'Its name; empty without one.',
    undeclaredProtocol: 'Its protocol.',
    undeclaredNearest:
      'The declared port that it most likely means: of its name, its number, or the only one; else empty.',
    corrected:
      'All ports of the Service as it has them, the one in question with the target port that is likely meant.',
    declared: 'What the containers declare, as one line.',
    declaredNumbers: 'The declared numbers, as texts.',
  },
  run: comparePorts,
};

function comparePorts({ service, pods, port, instead }: ProbeArgs): ProbeResult | undefined {
  if (nameOf(service) === '' || !Array.isArray(pods)) return undefined;
  const wanted = wantedPorts(service, text(port));
  const declared = list(pods).flatMap(declaredPorts);
  const missing = list(pods).length === 0 ? [] : wanted.filter((each) => !list(pods).some((pod) => has(pod, each)));
  const undeclared = wanted.filter((each) => isUndeclared(each, declared));
  const [absent] = missing;
  const target = absent === undefined ? text(instead) : likely(absent, declared);
  return {
    ...missingResult(missing, declared),
    ...undeclaredResult(undeclared, declared),
    corrected: corrected(service, absent ?? undeclared[0], target),
    declared: declaredText(declared),
    declaredNumbers: [...new Set(declared.map(({ number }) => String(number)))],
  };
}

function missingResult(missing: readonly ServicePort[], declared: readonly ContainerPort[]): ProbeResult {
  const [first] = missing;
  return {
    missing: first !== undefined,
    missingPort: first?.port ?? null,
    missingPortName: first?.name ?? '',
    missingProtocol: first?.protocol ?? '',
    missingName: first === undefined ? '' : String(first.target),
    missingText: missing.map((each) => `${portText(each)} leads to "${String(each.target)}"`).join(', '),
    nearest: first === undefined ? '' : likely(first, declared),
  };
}

function undeclaredResult(undeclared: readonly ServicePort[], declared: readonly ContainerPort[]): ProbeResult {
  const [first] = undeclared;
  return {
    undeclared: undeclared.map(({ target }) => String(target)),
    undeclaredPort: first?.port ?? null,
    undeclaredPortName: first?.name ?? '',
    undeclaredProtocol: first?.protocol ?? '',
    undeclaredNearest: first === undefined ? '' : meant(first, declared),
  };
}

/** Lists are laid over as a whole, so the other ports and what else a port says have to stand in the patch. */
function corrected(service: unknown, wrong: ServicePort | undefined, target: string): readonly unknown[] {
  const targetPort = /^\d+$/.test(target) ? Number(target) : target;
  return list(field(service, 'spec.ports')).map((each) => {
    const isWrong = entry(each, 'port') === wrong?.port && text(entry(each, 'name')) === wrong?.name;
    return isWrong && target !== '' ? { ...record(each), targetPort } : each;
  });
}

function has(pod: unknown, port: ServicePort): boolean {
  return numberOn(pod, port) !== undefined;
}

/** A port that is declared says nothing about others, but one that is not, beside some that are, is worth a look. */
function isUndeclared({ target, protocol }: ServicePort, declared: readonly ContainerPort[]): boolean {
  const own = declared.filter((each) => each.protocol === protocol);
  return typeof target === 'number' && own.length > 0 && !own.some(({ number }) => number === target);
}

/** A declared port of the Service's own number counts before the only one. */
function meant(port: ServicePort, declared: readonly ContainerPort[]): string {
  const own = declared.filter((each) => each.protocol === port.protocol);
  const named = own.find(({ name }) => name !== '' && name === port.name);
  const numbered = own.find(({ number }) => number === port.port);
  return named?.name ?? (numbered === undefined ? likely(port, declared) : String(numbered.number));
}

/** The name that is nearest, else the name of the port itself, else the only port that there is. */
function likely({ name, target, protocol }: ServicePort, declared: readonly ContainerPort[]): string {
  const own = declared.filter((each) => each.protocol === protocol);
  const names = [...new Set(own.map((each) => each.name).filter((each) => each !== ''))];
  const near = nearest(String(target), names) ?? names.find((each) => each === name);
  if (near !== undefined) return near;
  const numbers = [...new Set(own.map(({ number }) => number))];
  if (numbers.length !== 1) return '';
  return names[0] ?? String(numbers[0]);
}
