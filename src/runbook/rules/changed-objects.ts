import type { ChangeSpec } from '../../model/runbook.ts';
import type { Rule } from './rule.ts';

/** Whoever makes a change has to know of what: of an object that is there, or by adding one. */
export const changedObjects: Rule = {
  name: 'changed-object',
  says: 'A change names its object under of, unless its patch is a whole new one with apiVersion and kind.',
  check({ runbook }) {
    return Object.entries(runbook.advice).flatMap(([id, { change }]) => {
      const message = change === undefined ? undefined : flawOf(change);
      return message === undefined ? [] : [{ path: ['advice', id, 'change'], on: 'key' as const, message }];
    });
  },
};

function flawOf({ of, patch }: ChangeSpec): string | undefined {
  const isWhole = /^apiVersion:/m.test(patch) && /^kind:/m.test(patch);
  if (of === undefined && !isWhole) return 'of has to say which object is changed';
  if (of !== undefined && isWhole) return 'the patch is a whole object, so there is none that it changes under of';
  return undefined;
}
