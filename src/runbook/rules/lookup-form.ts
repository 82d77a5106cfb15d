import { RELATIONS, type Lookup } from '../../model/runbook.ts';
import { isReadingCall } from '../../text/aws-call.ts';
import type { Path } from '../source.ts';
import type { Flaw, Rule } from './rule.ts';

const FORMS = ['list', 'get', 'logs', 'stats', 'run', 'aws', 'http', 'dns', 'registry', 'terraform'] as const;

/** Which keys mean something beside which form; the others are understood everywhere. */
const ONLY_WITH: Readonly<Partial<Record<keyof Lookup, readonly string[]>>> = {
  name: ['get'],
  namespace: ['list', 'get'],
  labels: ['list'],
  fields: ['list'],
  where: ['list'],
  keep: ['list'],
  read: ['list', 'get'],
  key: ['get'],
  'if-served': ['list', 'get'],
  'in-cluster': ['run'],
  token: ['http'],
  'most-kib': ['http'],
  upgrade: ['http'],
};

/** A look-up is one question. */
export const lookupForm: Rule = {
  name: 'lookup-form',
  says: 'A look-up has exactly one of list, get, logs, stats, run, aws, http, dns, registry and terraform, at most one relation, and only keys that mean something with it; logs are of one pod or of several, an address is read of one key of one Secret; what AWS is asked only reads.',
  check({ runbook }) {
    return Object.entries(runbook.lookups).flatMap(([name, lookup]) => flawsOf(lookup, ['lookups', name]));
  },
};

function flawsOf(lookup: Lookup, path: Path): readonly Flaw[] {
  const [form, second] = FORMS.filter((key) => lookup[key] !== undefined);
  const all = FORMS.join(', ');
  if (form === undefined) return [{ path, on: 'key', message: `a look-up has one of ${all}; this has none` }];
  if (second !== undefined) {
    const message = `a look-up has one of ${all}; this has ${form} and ${second}`;
    return [{ path: [...path, second], on: 'key', message }];
  }
  return [
    ...relationFlaws(lookup, path),
    ...strayFlaws(lookup, form, path),
    ...nameFlaws(lookup, form, path),
    ...addressFlaws(lookup, path),
    ...podFlaws(lookup, path),
    ...awsFlaws(lookup, path),
  ];
}

function relationFlaws(lookup: Lookup, path: Path): readonly Flaw[] {
  const [first, second] = RELATIONS.filter((relation) => lookup[relation] !== undefined);
  if (first === undefined || second === undefined) return [];
  const message = `a look-up follows from one thing; this has ${first} and ${second}`;
  return [{ path: [...path, second], on: 'key', message }];
}

function strayFlaws(lookup: Lookup, form: string, path: Path): readonly Flaw[] {
  return Object.keys(lookup).flatMap((key) => {
    const forms = ONLY_WITH[key as keyof Lookup];
    if (forms === undefined || forms.includes(form)) return [];
    return [{ path: [...path, key], on: 'key' as const, message: `"${key}" means nothing beside ${form}` }];
  });
}

function nameFlaws(lookup: Lookup, form: string, path: Path): readonly Flaw[] {
  if (form !== 'get' || lookup.name !== undefined) return [];
  return [
    { path: [...path, 'get'], on: 'key', message: 'get needs a name: an expression that gives the name of the object' },
  ];
}

/** Only of a Secret that is named, and of a key that is named, is the content read. */
function addressFlaws({ get, read, key, namespace }: Lookup, path: Path): readonly Flaw[] {
  const whole = get === 'secrets' && key !== undefined && namespace !== undefined;
  if (read === 'address' && !whole)
    return [
      {
        path: [...path, 'read'],
        on: 'key',
        message: 'an address is read of one key of one of the secrets: get, namespace, name and key',
      },
    ];
  if (read === 'address' || key === undefined) return [];
  return [{ path: [...path, 'key'], on: 'key', message: '"key" means nothing without read: address' }];
}

/** Of AWS only what reads is asked: a call that changes something, or prints a credential, is no look-up. */
function awsFlaws({ aws }: Lookup, path: Path): readonly Flaw[] {
  const [service = '', operation = ''] = (aws?.call ?? '').split(' ');
  if (aws === undefined) return [];
  if (aws.most !== undefined && aws.each === undefined)
    return [{ path: [...path, 'aws', 'most'], on: 'key', message: '"most" means nothing without each' }];
  if (isReadingCall(service, operation)) return [];
  const message = `aws ${aws.call} is not known to only read, or it prints a credential`;
  return [{ path: [...path, 'aws', 'call'], on: 'value', message }];
}

function podFlaws({ logs }: Lookup, path: Path): readonly Flaw[] {
  if (logs === undefined) return [];
  const at = [...path, 'logs'];
  if ((logs.pod === undefined) === (logs.pods === undefined))
    return [{ path: at, on: 'key', message: 'logs are of one pod (pod) or of several (pods)' }];
  if (logs.pod === undefined || logs.most === undefined) return [];
  return [{ path: [...at, 'most'], on: 'key', message: '"most" means nothing beside pod' }];
}
