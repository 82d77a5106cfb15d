import { describe, expect, it } from 'vitest';
import { play, type Played } from './scripted.ts';

/** Reads the pods of a namespace, and then enters what reads its Services. */
const first = (ahead: string): string => `format: 1
name: first
title: First
summary: First.
inputs: {space: {kind: text}}
lookups: {pods: {list: pods, namespace: space}}
steps:
  - step: pods
    question: Are there any?
    check: count(pods) == 0
    yes: next
    no: unclear
    unknown: unclear
  - step: services
    question: And Services?
    enter: second
    ${ahead}
    with: {space: space}
    found: end
    clean: healthy
    unknown: unclear
`;

const SECOND = `format: 1
name: second
title: Second
summary: Second.
inputs: {space: {kind: text}}
lookups:
  services: {list: services, namespace: space}
  claims: {list: persistentvolumeclaims, namespace: space, late: true}
steps:
  - step: services
    question: Are there any?
    check: count(services) == 0
    yes: healthy
    no: next
    unknown: next
  - step: claims
    question: Are there claims?
    check: count(claims) == 0
    yes: healthy
    no: unclear
    unknown: unclear
`;

interface Seen {
  /** The kinds that were asked for before the pods had come. */
  readonly early: readonly string[];
  readonly played: Played;
}

async function seen(ahead: string): Promise<Seen> {
  let comes: (pods: readonly object[]) => void = () => undefined;
  const pods = new Promise<readonly object[]>((resolve) => (comes = resolve));
  const early: string[] = [];
  const script = {
    'list pods in namespace apps': pods,
    get 'list services in namespace apps'(): readonly object[] {
      early.push('services');
      return [];
    },
  };
  const playing = play([first(ahead), SECOND], { script, inputs: { space: 'apps' } });
  // All that can be settled without the pods is, by then.
  await new Promise((resolve) => setImmediate(resolve));
  const before = [...early];
  comes([]);
  return { early: before, played: await playing };
}

const kindsOf = ({ played }: Seen): readonly string[] =>
  played.asked.flatMap((query) => ('resource' in query ? [query.resource] : []));

describe('a step that is marked ahead', () => {
  it('has its look-ups asked with those of the runbook that enters it, but for the late ones', async () => {
    const marked = await seen('ahead: true');
    expect(marked.early).toEqual(['services']);
    expect((await seen('')).early).toEqual([]);
    expect(kindsOf(marked)).toEqual(['pods', 'services']);
  });

  it('comes to the same, over the same questions', async () => {
    const [marked, plain] = [await seen('ahead: true'), await seen('')];
    expect(marked.played.report).toEqual(plain.played.report);
    expect([...kindsOf(marked)].sort()).toEqual([...kindsOf(plain)].sort());
  });
});
