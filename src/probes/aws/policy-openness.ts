import { entry, isRecord, text } from '../read.ts';

/**
 * Whether a policy lets everybody do everything, as the one does that an endpoint of a VPC gets where nobody gives another (AWS
 * PrivateLink guide, "Default endpoint policy"). `restricted` says no more than that it does not: whom it keeps out is not worked out.
 */
export type Openness = 'open' | 'restricted' | 'unknown';

/** Judges a policy as the answer has it: JSON as a text, or the document itself. */
export function opennessOf(document: unknown): Openness {
  const policy = typeof document === 'string' ? parsed(document) : document;
  const told = entry(policy, 'Statement');
  const statements: readonly unknown[] = Array.isArray(told) ? (told as unknown[]) : [told];
  if (!statements.every(isRecord)) return 'unknown';
  if (statements.some((each) => text(each['Effect']) === 'Deny')) return 'restricted';
  return statements.some(allowsAll) ? 'open' : 'restricted';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function allowsAll(statement: Readonly<Record<string, unknown>>): boolean {
  const { Effect, Principal, Action, Resource, Condition } = statement;
  const who = isRecord(Principal) ? Principal['AWS'] : Principal;
  const conditions = isRecord(Condition) ? Object.keys(Condition).length : Number(Condition !== undefined);
  return Effect === 'Allow' && conditions === 0 && [who, Action, Resource].every(isEverything);
}

function isEverything(value: unknown): boolean {
  return [value].flat().includes('*');
}
