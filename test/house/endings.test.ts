import { describe, expect, it } from 'vitest';
import { allStories } from '../stories/all.ts';
import { catalogue } from '../support/shipped.ts';
import { PROVED_ELSEWHERE, runbookOfFolder } from '../support/story-runbooks.ts';

const runbooks = [...catalogue.runbooks.values()];
const proved = runbooks.filter(({ name }) => PROVED_ELSEWHERE[name] === undefined);
const expectedCodes = new Set(allStories.flatMap(({ expected }) => expected.findings.map(({ code }) => code)));

describe('the endings of the shipped runbooks', () => {
  it('are reached by a story each', () => {
    const codes = proved.flatMap(({ name, findings }) => Object.keys(findings).map((code) => ({ name, code })));
    const missing = codes.filter(({ code }) => !expectedCodes.has(code));
    expect(missing.map(({ name, code }) => `${name}: no story ends with ${code}`)).toEqual([]);
  });

  it('are not invented by a story', () => {
    const declared = new Set(runbooks.flatMap(({ findings }) => Object.keys(findings)));
    expect([...expectedCodes].filter((code) => !declared.has(code))).toEqual([]);
  });

  it('leave no runbook out that is said to be proved elsewhere', () => {
    expect(Object.keys(PROVED_ELSEWHERE).filter((name) => !catalogue.runbooks.has(name))).toEqual([]);
  });
});

describe.each(proved.map(({ name }) => name))('runbook %s', (name) => {
  const own = allStories.filter((story) => runbookOfFolder(story) === name);

  it('has a story in which nothing is wrong', () => {
    expect(own.filter(({ expected }) => expected.verdict === 'healthy').length).toBeGreaterThan(0);
  });

  it.skipIf(asksNothing(name))('has a story in which a look-up is denied', () => {
    const denied = own.filter(
      ({ snapshot, commands = [] }) => snapshot.denied !== undefined || commands.some(isRefused),
    );
    expect(denied.length).toBeGreaterThan(0);
  });
});

/** Whether AWS was asked and said that whoever asks may not see that. */
function isRefused(said: object): boolean {
  return (
    'stderr' in said && /\((?:AccessDenied|AccessDeniedException|UnauthorizedOperation)\)/.test(String(said.stderr))
  );
}

/** What neither looks anything up nor enters what might can be denied nothing. */
function asksNothing(name: string): boolean {
  const runbook = catalogue.runbooks.get(name);
  const enters = runbook?.steps.some((step) => 'enter' in step) === true;
  return !enters && Object.keys(runbook?.lookups ?? {}).length === 0;
}

describe('the stories', () => {
  it('have a folder each', () => {
    const folders = allStories.map(({ folder }) => folder);
    expect(folders.filter((folder, index) => folders.indexOf(folder) !== index)).toEqual([]);
  });

  it('lie under a runbook that exists', () => {
    const strays = allStories.filter((story) => !catalogue.runbooks.has(runbookOfFolder(story)));
    expect(strays.map(({ folder }) => folder)).toEqual([]);
  });

  it('are healthy or undecided where their name says decoy', () => {
    const decoys = allStories.filter(({ folder }) => folder.endsWith('/decoy') || folder.endsWith('-healthy'));
    expect(decoys.filter(({ expected }) => expected.verdict !== 'healthy').map(({ folder }) => folder)).toEqual([]);
  });
});
