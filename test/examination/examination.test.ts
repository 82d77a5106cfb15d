import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ObjectRef } from '../../src/model/object.ts';
import type { Finding, Report } from '../../src/model/report.ts';
import { root } from '../support/shipped.ts';
import { all, names } from './all.ts';
import { examine } from './examine.ts';
import type { ExamCase, Place } from './exam-case.ts';

/** Of the thirty faults, so many have to be named first. */
const ENOUGH = 27;

const faults = all.filter(({ faulty }) => faulty.length > 0);
const twins = all.filter(({ faulty }) => faulty.length === 0);

/** The object that a finding is about: where its chain ends. */
function endOf(finding: Finding | undefined): ObjectRef | undefined {
  return finding?.chain.at(-1);
}

function isOneOf(object: ObjectRef | undefined, places: readonly Place[]): boolean {
  return places.some(
    ({ kind, namespace, name }) => object?.kind === kind && object.namespace === namespace && object.name === name,
  );
}

function textOf(object: ObjectRef | undefined): string {
  return object === undefined ? 'nothing' : `${object.kind} ${object.namespace ?? ''}/${object.name}`;
}

const reports = new Map<string, Promise<Report>>();
function reportOf(each: ExamCase): Promise<Report> {
  const report = reports.get(each.name) ?? examine(each);
  reports.set(each.name, report);
  return report;
}

describe('three applications that the runbooks have never seen', () => {
  it('have ten faults and a twin each', () => {
    expect([faults.length, twins.length]).toEqual([30, 3]);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it(`have the faulty object named first in ${ENOUGH} of 30`, async () => {
    const missed: string[] = [];
    for (const each of faults) {
      const { findings } = await reportOf(each);
      const first = endOf(findings[0]);
      if (!isOneOf(first, [...each.faulty, ...(each.also ?? [])])) missed.push(`${each.name}: ${textOf(first)}`);
    }
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(faults.length - ENOUGH);
  }, 300_000);

  it.each(faults.filter(({ also }) => also !== undefined).map((each) => [each.name, each] as const))(
    'have both of their faults named: %s',
    async (_, each) => {
      const { findings } = await reportOf(each);
      const ends = findings.map(endOf);
      const both = [each.faulty, each.also ?? []].map((places) => ends.some((end) => isOneOf(end, places)));
      expect(both, ends.map(textOf).join('\n')).toEqual([true, true]);
    },
  );

  it.each(faults.map((each) => [each.name, each] as const))('have no innocent object blamed: %s', async (_, each) => {
    const { findings } = await reportOf(each);
    const sure = findings.filter(({ confidence }) => confidence === 'confirmed' || confidence === 'likely');
    const innocent = sure.filter((finding) => !isOneOf(endOf(finding), [...each.faulty, ...(each.also ?? [])]));
    expect(innocent.map((finding) => `${finding.code} on ${textOf(endOf(finding))}`)).toEqual([]);
  });

  it.each(twins.map((each) => [each.name, each] as const))('are healthy without a fault: %s', async (_, each) => {
    const { findings, verdict } = await reportOf(each);
    expect(findings.map((finding) => `${finding.code} on ${textOf(endOf(finding))}`)).toEqual([]);
    expect(verdict).toBe('healthy');
  });
});

describe('the names of the three applications', () => {
  const texts = ['src', 'runbooks'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'utf8').toLowerCase()] as const),
  );

  it.each(names.map((name) => [name]))('occur in no runbook and nowhere in the program: %s', (name) => {
    expect(texts.filter(([, text]) => text.includes(name)).map(([path]) => path)).toEqual([]);
  });
});
