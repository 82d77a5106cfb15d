import { describe, expect, it } from 'vitest';
import { renderError } from '../../src/probes/render-error.ts';

const run = (text: string) => renderError.run({ text });

/** What helm 3.19.0 and helm 4.2.1 said of the same templates. */
describe('render-error', () => {
  it.each([
    [
      'template: web/templates/deployment.yaml:3:13: executing "web/templates/deployment.yaml" at <.Values.image.tag>: nil pointer evaluating interface {}.tag',
    ],
    [
      'web/templates/deployment.yaml:3:13\n  executing "web/templates/deployment.yaml" at <.Values.image.tag>:\n    nil pointer evaluating interface {}.tag',
    ],
  ])('reads an empty value: %j', (text) => {
    expect(run(text)).toEqual({
      file: 'web/templates/deployment.yaml',
      line: 3,
      place: 'web/templates/deployment.yaml, line 3',
      expression: '.Values.image.tag',
      says: 'nil pointer evaluating interface {}.tag',
      kind: 'empty value',
      value: 'image.tag',
      before: '{image: {tag: ',
      after: '}}',
    });
  });

  it.each([
    [
      'execution error at (web/templates/deployment.yaml:1:6): host is required: set .Values.host',
      { kind: 'asked for', line: 1, says: 'host is required: set .Values.host', value: 'host' },
    ],
    [
      'execution error at (web/charts/db/templates/a.yaml:2:6): set .Values.auth.user',
      { file: 'web/charts/db/templates/a.yaml', value: 'db.auth.user' },
    ],
    ['execution error at (web/templates/a.yaml:2:6): set .Values.global.zone', { value: 'global.zone' }],
    [
      'execution error at (web/templates/a.yaml:1:6): replicas must be odd',
      { kind: 'asked for', value: '', before: '' },
    ],
    [
      'parse error at (web/templates/deployment.yaml:4): function "nope" not defined',
      {
        kind: 'wrong template',
        line: 4,
        says: 'function "nope" not defined',
        place: 'web/templates/deployment.yaml, line 4',
      },
    ],
    [
      'web/templates/deployment.yaml:1:6\n  executing "web/templates/deployment.yaml" at <include "web.fullname" .>:\n    error calling include:\ntemplate: no template "web.fullname" associated with template "gotpl"',
      { kind: 'wrong template', file: 'web/templates/deployment.yaml', line: 1 },
    ],
    [
      'YAML parse error on web/templates/deployment.yaml: error converting YAML to JSON: yaml: line 7: mapping values are not allowed in this context',
      {
        kind: 'no YAML',
        file: 'web/templates/deployment.yaml',
        line: 7,
        says: 'yaml: line 7: mapping values are not allowed in this context',
      },
    ],
    [
      'error converting YAML to JSON: yaml: mapping values are not allowed in this context',
      { kind: 'no YAML', file: '', line: 0, place: '' },
    ],
    [
      'template: web/templates/deployment.yaml:1:6: executing "web/templates/deployment.yaml" at <index .Values.list 3>: error calling index: index out of range: 3',
      {
        kind: 'other',
        expression: 'index .Values.list 3',
        says: 'error calling index: index out of range: 3',
        value: '',
      },
    ],
    [
      'template: web/templates/a.yaml:1:6: executing "web/templates/a.yaml" at <tpl .Values.t .>: error calling tpl: error during tpl function execution for "{{ .Values.x.y }}": template: gotpl:1:10: executing "gotpl" at <.Values.x.y>: nil pointer evaluating interface {}.y',
      { file: 'web/templates/a.yaml', line: 1, expression: '.Values.x.y', kind: 'empty value', value: 'x.y' },
    ],
  ])('reads %j', (text, expected) => {
    expect(run(text)).toMatchObject(expected);
  });

  it('knows nothing without a text', () => {
    expect(run('')).toBeUndefined();
  });
});
