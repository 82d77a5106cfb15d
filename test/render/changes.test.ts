import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Lead, Report } from '../../src/model/report.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderTable } from '../../src/render/table.ts';
import { healthy, ref } from './report-fixture.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const TOLD = 'First sign of trouble in that time: Pod shop/web-1.';

function lead(second: number, more: Partial<Lead> = {}): Lead {
  const at = `2025-11-15T17:00:${String(second).padStart(2, '0')}Z`;
  const object = ref('ConfigMap', 'shop', `settings-${String(second)}`);
  return { at, object, what: 'changed', by: `writer-${String(second)}`, beforeOnset: true, ...more };
}

function withLeads(leads: readonly Lead[]): Report {
  const onset = '2025-11-15T17:30:00Z';
  return {
    ...healthy(),
    changes: { since: '2025-11-15T16:15:03Z', onset, told: TOLD, leads, atOnceSeconds: 10, most: 12 },
  };
}

const table = (leads: readonly Lead[], mode: 'full' | 'short' = 'full', width = 80): string =>
  renderTable(withLeads(leads), { width, color: false, path: true, mode });

describe('what was changed', () => {
  it('is not spoken of where nobody asked', () => {
    expect(renderTable(healthy(), { width: 80, color: false, path: true, mode: 'full' })).not.toContain(
      'changed since',
    );
    expect(renderMarkdown(healthy(), { width: 80, color: false, path: true, mode: 'full' })).not.toContain(
      'changed since',
    );
    expect(renderJson(healthy())).not.toContain('"changes"');
  });

  it('is leads and no causes, each with who wrote it', () => {
    const text = table([lead(9), lead(5, { beforeOnset: false, by: '' })]);
    expect(text).toContain('  what was changed since 2025-11-15 16:15:03 UTC: leads, not causes\n');
    expect(text).toContain(TOLD);
    expect(text).toContain(
      '2025-11-15 17:00:09  ConfigMap shop/settings-9: changed (by writer-9)\n  after it:\n  2025-11-15 17:00:05  ConfigMap shop/settings-5: changed\n',
    );
  });

  it('by one writer at one time is one line', () => {
    const leads = [9, 8, 7, 6, 5].map((second) => lead(second, { by: 'helm' }));
    expect(table(leads).replace(/\s+/g, ' ')).toContain(
      'ConfigMap shop/settings-9, ConfigMap shop/settings-8, ConfigMap shop/settings-7 and 2 more: changed (by helm)',
    );
    const apart = [lead(30, { by: 'helm' }), lead(9, { by: 'helm' }), lead(8, { by: 'helm', what: 'made' })];
    expect(table(apart).match(/by helm/g)).toHaveLength(3);
  });

  it.each<['full' | 'short', number]>([
    ['full', 12],
    ['short', 6],
  ])('is cut where it is much (%s), and says so', (mode, most) => {
    const leads = Array.from({ length: 20 }, (_, index) => lead(59 - index, { beforeOnset: index < 15 }));
    const text = table(leads, mode);
    expect(text.match(/by writer/g)).toHaveLength(most);
    expect(text).toContain(`… and ${String(20 - most)} more changes; -o json has all`);
    expect(text).not.toContain('after it:');
  });

  it.each([40, 64, 80, 120])('fits a page of %i columns', (width) => {
    const long = lead(9, { what: `rollout of revision 2: image ${'registry.example/'.repeat(8)}web:1 → web:2` });
    for (const line of table([long, lead(5)], 'full', width).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(width);
  });

  it('is all of it in Markdown and JSON', () => {
    const leads = Array.from({ length: 20 }, (_, index) => lead(59 - index, { beforeOnset: index < 15 }));
    const markdown = renderMarkdown(withLeads(leads), { width: 80, color: false, path: true, mode: 'full' });
    expect(markdown).toContain('## What was changed since 2025-11-15 16:15:03 UTC: leads, not causes\n');
    expect(markdown.match(/by writer/g)).toHaveLength(20);
    // How a screen gathers them is nothing that a program needs.
    const { changes, ...rest } = withLeads(leads);
    const { atOnceSeconds: _seconds, most: _most, ...written } = changes ?? { leads: [] };
    expect(JSON.parse(renderJson(withLeads(leads)))).toEqual({ ...rest, changes: written });
    validate(JSON.parse(renderJson(withLeads(leads))));
    expect(validate.errors).toBeNull();
  });

  it('is escaped where its words are hostile', () => {
    const hostile = 'a\u001b[31m\r\u202e\u2028z';
    const leads = [
      lead(9, { what: hostile, by: hostile, object: ref('Pod', 'shop', hostile) }),
      lead(8, { at: hostile }),
    ];
    const outputs = [
      table(leads),
      renderMarkdown(withLeads(leads), { width: 80, color: false, path: true, mode: 'full' }),
      renderJson(withLeads(leads)),
    ];
    for (const text of outputs) expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});
