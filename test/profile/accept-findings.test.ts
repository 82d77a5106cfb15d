import { describe, expect, it } from 'vitest';
import type { Finding, Report } from '../../src/model/report.ts';
import { acceptFindings } from '../../src/profile/accept-findings.ts';
import type { PlacedEntry } from '../../src/profile/load-profile.ts';
import { DOES_NOT_FIT, incident } from '../render/report-fixture.ts';

const ref = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', namespace: 'coder', name: 'coder' };
const fixture = incident();

function finding(code: string): Finding {
  return { ...DOES_NOT_FIT, code, chain: [ref], alsoAffects: [] };
}

function reportOf(codes: readonly string[], more: Partial<Report> = {}): Report {
  return { ...fixture, verdict: 'problem', unknown: [], notes: [], findings: codes.map(finding), ...more };
}

function entry(code: string, until = '2026-03-31', object = 'HelmRelease/coder/coder'): PlacedEntry {
  return { code, object, reason: 'known', until, place: 'kubedoc.yaml:2:5' };
}

function accept(report: Report, entries: readonly PlacedEntry[], today = '2026-03-31', complete = true): Report {
  return acceptFindings(report, { entries, today, lookedAt: (object) => object !== 'HelmRelease/a/b', complete });
}

describe('accepted findings', () => {
  it('stay in the report, behind the others, with reason and day', () => {
    const { findings, verdict } = accept(reportOf(['a', 'b']), [entry('a')]);
    expect(findings.map(({ code, accepted }) => [code, accepted])).toEqual([
      ['b', undefined],
      ['a', { reason: 'known', until: '2026-03-31' }],
    ]);
    expect(verdict).toBe('problem');
  });

  it('do not count when there is no other', () => {
    expect(accept(reportOf(['a']), [entry('a')]).verdict).toBe('healthy');
  });

  it('do not make well what could not be looked at', () => {
    const row = { lookup: 'alerts', state: 'denied', need: 'list alerts', required: true } as const;
    expect(accept(reportOf(['a'], { unknown: [row] }), [entry('a')]).verdict).toBe('incomplete');
  });

  it('do not make well what stayed open besides', () => {
    expect(accept(reportOf(['a'], { besides: 'incomplete' }), [entry('a')]).verdict).toBe('incomplete');
    expect(accept(reportOf(['a'], { besides: 'in-progress' }), [entry('a')]).verdict).toBe('in-progress');
  });

  it('accept a cause for those that suffer from it only one by one, or the cause itself', () => {
    const cause = { ...ref, kind: 'HelmRepository', namespace: 'flux-system', name: 'charts' };
    const shared = { ...finding('a'), chain: [ref, cause], alsoAffects: [{ ...ref, name: 'other' }] };
    const verdictWith = (...objects: string[]): string =>
      accept(
        reportOf([], { findings: [shared] }),
        objects.map((object) => entry('a', '2026-03-31', object)),
      ).verdict;
    expect(verdictWith('HelmRelease/coder/coder')).toBe('problem');
    expect(verdictWith('HelmRelease/coder/coder', 'HelmRelease/coder/other')).toBe('healthy');
    expect(verdictWith('HelmRepository/flux-system/charts')).toBe('healthy');
  });

  it('leave a report without findings as it is', () => {
    expect(accept(reportOf([], { verdict: 'incomplete' }), []).verdict).toBe('incomplete');
  });

  it('count again on the day after, and that is told', () => {
    const { findings, verdict, notes } = accept(reportOf(['a']), [entry('a', '2026-03-30')]);
    expect([findings[0]?.accepted, verdict]).toEqual([undefined, 'problem']);
    expect(notes.map(({ text }) => text)).toEqual([
      'kubedoc.yaml:2:5: a on HelmRelease/coder/coder was accepted until 2026-03-30 (known); that is over, so it counts again',
    ]);
  });

  it.each([
    ['another code', entry('b')],
    ['another object', entry('a', '2026-03-31', 'HelmRelease/coder/other')],
  ])('are told when nothing is found for them: %s', (_, one) => {
    const { findings, notes } = accept(reportOf(['a']), [one]);
    expect(findings[0]?.accepted).toBeUndefined();
    expect(notes[0]?.text).toMatch(/nothing was found .*; it can go$/);
  });

  it('are not said to be superfluous where not all could be looked at, or not that object', () => {
    expect(accept(reportOf([]), [entry('b')], '2026-03-31', false).notes[0]?.text).not.toContain('it can go');
    expect(accept(reportOf([]), [entry('b', '2026-03-31', 'HelmRelease/a/b')]).notes).toEqual([]);
  });
});
