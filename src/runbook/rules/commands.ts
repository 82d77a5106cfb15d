import type { AdviceSpec } from '../../model/runbook.ts';
import { writtenWords, type WrittenWord } from '../command-words.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw, Rule } from './rule.ts';

/** Programs that advice may name; there is no shell among them. */
const PROGRAMS =
  'kubectl flux helm git aws kubedoc argocd kustomize crane skopeo curl dig openssl coder terraform'.split(' ');

const OPERATORS = /^(?:\|\|?|&&?|;|[<>]{1,2}|2>&1|2>)$|^\$\(|`|;$/;

/** Commands can be printed as they are meant. */
export const commands: Rule = {
  name: 'command',
  says: 'A command begins with the name of a known program and is one command, without a shell around it.',
  check({ runbook }) {
    return commandsIn(runbook.advice).flatMap(({ text, path }) => flawsOf(text, path));
  },
};

/** The commands of all advice; `key` tells those that mend from those that verify. */
export function commandsIn(
  advice: Readonly<Record<string, AdviceSpec>>,
): readonly { id: string; key: 'commands' | 'verify'; text: string; path: Path }[] {
  return Object.entries(advice).flatMap(([id, spec]) =>
    (['commands', 'verify'] as const).flatMap((key) =>
      (spec[key] ?? []).map((text, index) => ({ id, key, text, path: ['advice', id, key, index] })),
    ),
  );
}

function flawsOf(command: string, path: Path): readonly Flaw[] {
  const place = { path, on: 'value' } as const;
  if ((command.match(/'/g) ?? []).length % 2 === 1) return [{ ...place, message: 'a single quote is not closed' }];
  const words = writtenWords(command);
  return [...programFlaws(words[0], place), ...words.flatMap((word) => shellFlaws(word, place))];
}

function programFlaws(word: WrittenWord | undefined, place: { path: Path; on: 'value' }): readonly Flaw[] {
  if (word !== undefined && PROGRAMS.includes(word.text)) return [];
  const name = word?.text ?? '';
  const message = `a command begins with a program's name, and "${name}" is none of those known${suggestion(name, PROGRAMS)}`;
  return [{ ...place, ...(word === undefined ? {} : { range: word }), message }];
}

/** Every word is quoted when it is printed, so a pipe would be an argument. */
function shellFlaws(word: WrittenWord, place: { path: Path; on: 'value' }): readonly Flaw[] {
  if (!word.quoted && OPERATORS.test(word.text))
    return [{ ...place, range: word, message: `"${word.text}" means nothing here: a command runs without a shell` }];
  if (!word.quoted && word.text.includes('"'))
    return [{ ...place, range: word, message: 'only single quotes keep the words of a command together' }];
  return [];
}
