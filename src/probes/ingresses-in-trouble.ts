import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { ingressBackends } from './ingress-backends.ts';
import { compareText, fullName, list, nameOf, namespaceOf } from './read.ts';
import { addressesOf, backendsOf, classOf, rulesOf, tlsSecretsOf } from './traffic/ingress-rules.ts';

/** Which of many Ingresses are worth a look of their own: from lists that are asked for once. */
export const ingressesInTrouble: Probe = {
  name: 'ingresses-in-trouble',
  computes:
    'The Ingresses that refer to what does not exist, whose class nobody serves, whose Service is in trouble, or whose rules another has as well.',
  params: {
    ingresses: { is: 'list', means: 'The Ingresses.' },
    services: { is: 'list', means: 'The Services of the same namespaces.' },
    classes: { is: 'list', means: 'The IngressClasses.' },
    certificates: {
      is: 'list',
      optional: true,
      means: 'The Secrets of type kubernetes.io/tls of the same namespaces; left out, none is missing.',
    },
    troubled: { is: 'list', optional: true, means: 'Services that are in trouble.' },
    workload: { is: 'object', optional: true, means: 'Only Ingresses of its namespace.' },
  },
  returns: {
    ingresses: 'Those in trouble, in order of their names.',
    looked: 'How many were looked at.',
    count: 'How many are in trouble.',
  },
  run: sift,
};

function sift(args: ProbeArgs): ProbeResult | undefined {
  const { ingresses, services, classes, workload } = args;
  if (!Array.isArray(ingresses) || !Array.isArray(services) || !Array.isArray(classes)) return undefined;
  const wanted = list(ingresses).filter(
    (each) => workload === undefined || namespaceOf(each) === namespaceOf(workload),
  );
  const tests = [
    refersToNothing(services),
    lacksCertificate(args['certificates']),
    lacksClass(classes),
    sharesRule(ingresses),
    leadsToTrouble(list(args['troubled'])),
  ];
  const troubled = wanted.filter((ingress) => tests.some((test) => test(ingress)));
  return {
    ingresses: troubled.toSorted((a, b) => compareText(fullName(a), fullName(b))),
    looked: wanted.length,
    count: troubled.length,
  };
}

type Test = (ingress: unknown) => boolean;

function refersToNothing(services: readonly unknown[]): Test {
  return (ingress) => {
    const compared = ingressBackends.run({ ingress, services });
    return compared?.['missingService'] !== '' || compared['portService'] !== null;
  };
}

function lacksCertificate(certificates: unknown): Test {
  if (!Array.isArray(certificates)) return () => false;
  const there = new Set(certificates.map(fullName));
  return (ingress) => tlsSecretsOf(ingress).some((name) => !there.has(`${namespaceOf(ingress)}/${name}`));
}

/** An Ingress with an address is served by somebody, whatever its class. */
function lacksClass(classes: readonly unknown[]): Test {
  const names = new Set(classes.map(nameOf));
  return (ingress) => addressesOf(ingress).length === 0 && !names.has(classOf(ingress));
}

function sharesRule(ingresses: readonly unknown[]): Test {
  const seen = new Map<string, Set<string>>();
  for (const ingress of ingresses) {
    for (const { rule } of rulesOf(ingress)) seen.set(rule, (seen.get(rule) ?? new Set()).add(fullName(ingress)));
  }
  return (ingress) => rulesOf(ingress).some(({ rule }) => (seen.get(rule)?.size ?? 0) > 1);
}

function leadsToTrouble(services: readonly unknown[]): Test {
  const troubled = new Set(services.map(fullName));
  return (ingress) => backendsOf(ingress).some(({ service }) => troubled.has(`${namespaceOf(ingress)}/${service}`));
}
