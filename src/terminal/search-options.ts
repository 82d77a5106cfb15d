import { search } from '@inquirer/prompts';
import type { Option, Question } from '../model/world.ts';
import { escapeLine } from '../text/escape.ts';

type Context = Parameters<typeof search>[1];

/** Lets the person type a part of an option and gives the chosen value. Rejects as inquirer's prompts do. */
export function searchOptions(question: Question, context: Context): Promise<string> {
  const source = (term: string | undefined) => matching(question.options, term ?? '').map(toChoice);
  return search<string>({ message: escapeLine(question.text), source }, context);
}

/** The options whose label or hint contains every word that was typed, in any order and case. */
export function matching(options: readonly Option[], typed: string): readonly Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return options.filter(({ label, hint }) => words.every((word) => `${label} ${hint}`.toLowerCase().includes(word)));
}

function toChoice({ value, label, hint }: Option): { value: string; name: string; description: string } {
  return { value, name: escapeLine(label), description: escapeLine(hint) };
}
