import { describe, expect, test } from 'vitest';
import type { TerraformState } from '../../src/model/terraform.ts';
import { readState, type ReadState } from '../../src/text/terraform-state.ts';
import { fc } from '../support/random.ts';

const TEMPLATE = {
  address: 'coderd_template.a',
  mode: 'managed',
  type: 'coderd_template',
  values: {
    id: 'i',
    name: 'n',
    display_name: 'N',
    organization_id: 'o',
    deprecation_message: 'use b',
    description: 'unlisted',
    acl: { groups: [{ id: 'g', role: 'use' }], users: [{ id: 'u', role: 'admin' }] },
    versions: [{ id: 'v', name: 'vn', active: true, directory: './d', tf_vars: [{ name: 'x', value: 'unlisted' }] }],
  },
  sensitive_values: { acl: { groups: [{}], users: [{}] }, versions: [{ tf_vars: [{}] }] },
};

const READ = {
  address: 'coderd_template.a',
  id: 'i',
  name: 'n',
  displayName: 'N',
  organisationId: 'o',
  deprecation: 'use b',
  acl: { told: 'yes', groups: [{ id: 'g', role: 'use' }], users: [{ id: 'u', role: 'admin' }] },
  versionsTold: 'yes',
  versions: [{ id: 'v', name: 'vn', active: true, directory: './d' }],
};

const shown = (root: unknown, format = '1.0'): string =>
  JSON.stringify({ format_version: format, values: { root_module: root } });
const read = (...resources: readonly unknown[]): ReadState => readState(shown({ resources }));
const first = (resource: unknown): unknown => (read(resource) as TerraformState).templates[0];

describe('what is kept of a state', () => {
  test('is what is compared, and nothing else', () => {
    expect(read(TEMPLATE)).toEqual({ templates: [READ], organisations: [] });
  });

  test('is an organisation by its id and name', () => {
    const values = { id: 'o', name: 'coder', icon: 'x' };
    const one = { address: 'coderd_organization.a', mode: 'managed', type: 'coderd_organization', values };
    expect(read({ ...one, sensitive_values: {} })).toEqual({
      templates: [],
      organisations: [{ address: 'coderd_organization.a', id: 'o', name: 'coder' }],
    });
  });

  test('comes from modules of any depth', () => {
    const deep = Array.from({ length: 500 }).reduce<object>((inner) => ({ child_modules: [inner] }), {
      resources: [TEMPLATE],
    });
    expect(readState(shown({ resources: [TEMPLATE], child_modules: [deep] }))).toMatchObject({
      templates: [READ, READ],
    });
  });

  test.each([
    ['a data source', { mode: 'data' }],
    ['another type', { type: 'coderd_user' }],
    ['what waits to be destroyed', { deposed_key: '12ab34cd' }],
  ])('is not %s', (_, change) => {
    expect(read({ ...TEMPLATE, ...change })).toEqual({ templates: [], organisations: [] });
  });
});

describe('an empty state is known', () => {
  test.each([
    ['without values', '{"format_version":"1.0"}'],
    ['with outputs alone', '{"format_version":"1.0","values":{"outputs":{"a":{"value":"b"}}}}'],
    ['without resources', shown({})],
    ['of an older format', '{"format_version":"0.1"}'],
    ['of a later minor', '{"format_version":"1.17","values":{"root_module":{"new":1}}}'],
  ])('%s', (_, text) => {
    expect(readState(text)).toEqual({ templates: [], organisations: [] });
  });
});

describe('what cannot be read is no empty state', () => {
  test.each([
    ['nothing', '', 'is no JSON object'],
    ['a warning before it', 'Warning: x\n{}', 'is no JSON object'],
    ['a list', '[]', 'is no JSON object'],
    ['null', 'null', 'is no JSON object'],
    ['no version', '{}', 'names no version'],
    ['a version that is none', '{"format_version":"1"}', 'names no version'],
    ['a number for it', '{"format_version":1.0}', 'names no version'],
    ['another major', shown({}, '2.0'), 'its format 2.0 is not known'],
    ['a minor that never was', shown({}, '0.3'), 'its format 0.3 is not known'],
    ['values that are none', '{"format_version":"1.0","values":[]}', 'another shape'],
    ['a root that is none', shown([]), 'another shape'],
    ['resources that are none', shown({ resources: {} }), 'another shape'],
    ['a resource that is none', shown({ resources: ['x'] }), 'another shape'],
    ['modules that are none', shown({ child_modules: {} }), 'another shape'],
    ['a module that is none', shown({ child_modules: [null] }), 'another shape'],
    ['a template without values', shown({ resources: [{ ...TEMPLATE, values: null }] }), 'another shape'],
    ['too many', shown({ resources: Array.from({ length: 2001 }, () => TEMPLATE) }), 'more than 2000'],
  ])('%s', (_, text, wrong) => {
    expect(readState(text)).toEqual({ wrong: expect.stringContaining(wrong) as string });
  });
});

describe('a mark of sensitive_values', () => {
  test.each<[string, object, object]>([
    ['on a text', { name: true }, { name: null, id: 'i' }],
    ['on a version', { versions: [{ name: true }] }, { versions: [{ ...READ.versions[0], name: null }] }],
    [
      'on whether it is active',
      { versions: [{ active: true }] },
      { versions: [{ ...READ.versions[0], active: null }] },
    ],
    [
      'on one whole version',
      { versions: [true] },
      { versions: [{ id: null, name: null, active: null, directory: null }] },
    ],
    ['on all versions', { versions: true }, { versionsTold: 'hidden', versions: [] }],
    ['on one id of the acl', { acl: { groups: [{ id: true }] } }, { acl: { told: 'hidden', groups: [], users: [] } }],
    ['on the acl', { acl: true }, { acl: { told: 'hidden', groups: [], users: [] } }],
  ])('%s', (_, marks, expected) => {
    expect(first({ ...TEMPLATE, sensitive_values: marks })).toMatchObject(expected);
  });

  test('that is missing for the whole resource marks all of it: such versions do not say', () => {
    const { sensitive_values: _, ...unmarked } = TEMPLATE;
    expect(first(unmarked)).toMatchObject({ id: null, name: null, versions: [], acl: { told: 'hidden' } });
  });
});

test.each<[string, unknown, string]>([
  ['null: Terraform does not set it', null, 'unmanaged'],
  ['of another shape', { groups: {} }, 'hidden'],
  ['with an entry that is none', { groups: [{ id: 7 }], users: [] }, 'hidden'],
  ['without anybody', { groups: [], users: [] }, 'yes'],
])('an acl %s', (_, acl, told) => {
  const values = { ...TEMPLATE.values, acl };
  expect(first({ ...TEMPLATE, values })).toMatchObject({ acl: { told } });
});

test('versions that are null are not for Terraform to make or to read', () => {
  const values = { ...TEMPLATE.values, versions: null };
  expect(first({ ...TEMPLATE, values })).toMatchObject({ versionsTold: 'unmanaged', versions: [] });
  expect(first({ ...TEMPLATE, values, sensitive_values: { versions: true } })).toMatchObject({
    versionsTold: 'hidden',
  });
});

test('a text that is far too long is not taken', () => {
  const values = { ...TEMPLATE.values, name: 'n'.repeat(1001) };
  expect(first({ ...TEMPLATE, values })).toMatchObject({ name: null });
});

describe('whatever the state holds', () => {
  const MARK = 'must-not-be-seen';
  const secret = fc.string({ maxLength: 8 }).map((text) => `${MARK}${text}`);
  const tree = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      secret,
      fc.integer(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(secret, fc.constantFrom('id', 'name', 'values', 'groups', 'resources')), tie('any'), {
        maxKeys: 4,
      }),
    ),
  })).any;

  /** A template of which some listed attributes hold a secret and are marked, and the unlisted ones hold anything. */
  const marked = fc
    .record({
      keys: fc.subarray(['id', 'name', 'display_name', 'organization_id', 'deprecation_message', 'acl', 'versions']),
      mark: secret,
      vars: tree,
      unlisted: fc.dictionary(secret, tree, { maxKeys: 4 }),
      beside: fc.dictionary(fc.constantFrom('index', 'provider_name', 'name', 'other'), tree),
    })
    .map(({ keys, mark, vars, unlisted, beside }) => {
      const put = keys.map((key): [string, unknown] => [
        key,
        key === 'acl'
          ? { groups: [{ id: mark, role: mark }], users: [] }
          : key === 'versions'
            ? [{ name: mark }]
            : mark,
      ]);
      const version = { ...TEMPLATE.values.versions[0], message: mark, tf_vars: vars, ...unlisted };
      const values = { ...unlisted, ...TEMPLATE.values, versions: [version], ...Object.fromEntries(put) };
      const marks = Object.fromEntries(keys.map((key) => [key, true]));
      return { ...beside, ...TEMPLATE, values, sensitive_values: marks };
    });

  /** Something else of the state: other types, outputs, data sources. */
  const other = fc
    .record({
      type: fc.constantFrom('coderd_user', 'coderd_license', 'random_password', 'coderd_template'),
      values: tree,
      index: secret,
    })
    .map((each) => ({ ...each, mode: each.type === 'coderd_template' ? 'data' : 'managed', address: each.index }));

  test('no text of a sensitive or an unlisted value comes through', () => {
    fc.assert(
      fc.property(
        fc.array(marked, { maxLength: 3 }),
        fc.array(other, { maxLength: 3 }),
        tree,
        (templates, others, outputs) => {
          const state = {
            format_version: '1.0',
            terraform_version: MARK,
            values: {
              outputs,
              root_module: { resources: others, child_modules: [{ address: MARK, resources: templates }] },
            },
          };
          const kept = readState(JSON.stringify(state));
          expect(kept).toMatchObject({ templates: { length: templates.length }, organisations: [] });
          expect(JSON.stringify(kept)).not.toContain(MARK);
        },
      ),
    );
  });

  test('of any JSON at all either nothing remains or a reason that quotes nothing', () => {
    fc.assert(
      fc.property(tree, tree, (values, top) => {
        for (const state of [
          top,
          { format_version: '1.0', values },
          { format_version: '1.0', values: { root_module: values } },
        ])
          expect(JSON.stringify(readState(JSON.stringify(state)))).not.toContain(MARK);
      }),
    );
  });
});
