import type { Mention, Mentions } from '../mentions.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw, Rule, Subject } from './rule.ts';

/** Names that every runbook knows; the state of a look-up is asked in expressions only. */
const BUILT_IN = ['answers', 'server', 'matched'];

/** Names that belong to CEL: its types as values, and the namespaces of its optional values and bindings. */
const CEL_NAMES = new Set(
  'bool bytes double int list map null_type string timestamp duration type uint optional cel google'.split(' '),
);

/** Every name in an expression or a placeholder is declared. */
export const knownNames: Rule = {
  name: 'unknown-name',
  says: 'Every name in an expression or a placeholder is an input, a look-up, a derived value or a built-in name.',
  check(subject) {
    const declared = declaredNames(subject);
    return subject.mentions.flatMap((mentions) => unknownIn(mentions, declared));
  },
};

function declaredNames({ runbook }: Subject): readonly string[] {
  return [...Object.keys(runbook.inputs), ...Object.keys(runbook.lookups), ...Object.keys(runbook.derive)];
}

function unknownIn({ text, names }: Mentions, declared: readonly string[]): readonly Flaw[] {
  const here = [
    ...declared,
    ...BUILT_IN,
    ...(text.is === 'expression' ? ['state'] : []),
    ...(text.item === undefined ? [] : ['item']),
  ];
  const unknown = names.filter(
    ({ name }) => !here.includes(name) && !(text.is === 'expression' && CEL_NAMES.has(name)),
  );
  return unknown.map((mention) => ({
    path: text.path,
    on: 'value',
    range: mention,
    message: messageFor(mention, text.is, here),
  }));
}

function messageFor({ name }: Mention, kind: 'expression' | 'words', here: readonly string[]): string {
  if (name === 'item')
    return 'there is no item here: it exists in where, in tables, in the timeline, in with and pick beside each, and in an escalation';
  if (name === 'state' && kind === 'words') return 'words cannot show the state of a look-up: make it a derived value';
  return `"${name}" is not declared${suggestion(name, here)}`;
}
