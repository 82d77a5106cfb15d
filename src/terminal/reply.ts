import type { Question } from '../model/world.ts';

/** What a person can do at a question instead of choosing an option; each has its key. */
export const ACTIONS = ['evidence', 'back', 'retest', 'unknown', 'copy', 'quit'] as const;
export type Action = (typeof ACTIONS)[number];

/** The key of every action and what the help line calls it. */
export const ACTION_KEYS: Readonly<Record<Action, { readonly key: string; readonly words: string }>> = {
  evidence: { key: '?', words: 'evidence' },
  back: { key: 'b', words: 'back' },
  retest: { key: 'r', words: 'retest' },
  unknown: { key: 'u', words: 'I don’t know' },
  copy: { key: 'c', words: 'copy' },
  quit: { key: 'q', words: 'quit' },
};

/** What a person chose from a menu. */
export type Choice = { readonly kind: 'answer'; readonly value: string } | { readonly kind: Action };

/** The same, or that the run was ended from outside: by Ctrl-C, Ctrl-D, a closed input, or a signal to terminate. */
export type Reply = Choice | { readonly kind: 'interrupted' } | { readonly kind: 'terminated' };

/** Asks a person. Never rejects for something that the person did. */
export interface Prompter {
  ask(question: Question, allowed: readonly Action[]): Promise<Reply>;
}
