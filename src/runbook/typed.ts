import { typeExpression } from '../expression/expressions.ts';
import type { NameTypes, TypeProblem } from '../expression/inference.ts';
import type { StaticType } from '../expression/static-type.ts';
import type { Runbook } from '../model/runbook.ts';
import type { Mentions } from './mentions.ts';
import type { RunbookText } from './texts.ts';
import { itemType, valueTypes, type TypeSurroundings } from './value-types.ts';

/** A text of a runbook with the types of what it names. */
export interface TypedText {
  readonly text: RunbookText;
  /** What a name stands for in this text. */
  readonly names: NameTypes;
  /** What an expression gives; undefined for words, and for a text that is no expression. */
  readonly type?: StaticType;
  readonly problems: readonly TypeProblem[];
}

/** Every text of a runbook with its types. What was wrong with an expression when it was loaded is not found again. */
export function typedTexts(
  runbook: Runbook,
  mentions: readonly Mentions[],
  around: TypeSurroundings,
): readonly TypedText[] {
  const names = valueTypes(runbook, around);
  return mentions.map(({ text, problem }) => {
    const here = namesIn(text, names);
    if (text.is === 'words' || problem !== undefined) return { text, names: here, problems: [] };
    return { text, names: here, ...typeExpression(text.text, here) };
  });
}

function namesIn({ item }: RunbookText, names: NameTypes): NameTypes {
  if (item === undefined) return names;
  const type = itemType(item, names);
  return (name) => (name === 'item' ? type : names(name));
}
