import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, list, podSpecOf, text } from './read.ts';

/** Which secrets a manifest holds in the open. Names alone are handed on, never a value or a part of one. */
export const literalSecrets: Probe = {
  name: 'literal-secrets',
  computes: 'The variables and arguments of a workload that hold a password, a key or a token in the open, by name.',
  params: {
    object: { is: 'object', means: 'A workload with a template, or a pod.' },
  },
  returns: {
    names: 'The names of such variables and arguments, each once (list).',
    text: 'The same as one line.',
  },
  run: findSecrets,
};

const SECRET_NAME = /(?:passw(?:or)?d|passphrase|secret|token|psk|(?:api|access|daemon|private)[-_]?key)$/i;
/** An address is no secret by its name, but by a password in it. */
const WITH_PASSWORD = /:\/\/[^\s/@:]*:[^\s@]+@/;
/** References that something fills in, and what somebody encrypted before. */
const FILLED_IN = /^\$[({][A-Za-z_][A-Za-z0-9_.-]*[)}]$|^ENC\[/;
const PLAIN = /^(?:true|false|\d{1,4})$/i;
const OPTION = /^--?([A-Za-z][A-Za-z0-9-]*)(?:=(.*))?$/s;

function findSecrets({ object }: ProbeArgs): ProbeResult | undefined {
  const spec = podSpecOf(object);
  if (spec === undefined) return undefined;
  const containers = [...list(entry(spec, 'containers')), ...list(entry(spec, 'initContainers'))];
  const names = [...new Set(containers.flatMap((each) => [...variablesOf(each), ...argumentsOf(each)]))];
  return { names, text: names.join(', ') };
}

function variablesOf(container: unknown): readonly string[] {
  return list(entry(container, 'env')).flatMap((each) => {
    const name = text(entry(each, 'name'));
    return isSecret(name, text(entry(each, 'value'))) ? [name] : [];
  });
}

/** `--token=VALUE`, or `--token` with its value as the next argument. */
function argumentsOf(container: unknown): readonly string[] {
  const all = [...list(entry(container, 'command')), ...list(entry(container, 'args'))].map(text);
  return all.flatMap((each, index) => {
    const [, name = '', value] = OPTION.exec(each) ?? [];
    const next = all[index + 1] ?? '';
    return name !== '' && isSecret(name, value ?? (next.startsWith('-') ? '' : next)) ? [`--${name}`] : [];
  });
}

function isSecret(name: string, value: string): boolean {
  if (value === '' || FILLED_IN.test(value) || PLAIN.test(value)) return false;
  return SECRET_NAME.test(name) || WITH_PASSWORD.test(value);
}
