import { describe, expect, test } from 'vitest';
import { plan } from '../../src/engine/plan.ts';
import { denied, object, play, runbookOf, type Script } from './scripted.ts';

const HEAD = (name: string) => `format: 1\nname: ${name}\ntitle: A test\nsummary: A test.\n`;

const ASKS = `${HEAD('asks')}
inputs: { pod: { kind: Pod }, wanted: { kind: text } }
derive:
  place: { given-by: gives, with: { pod: 'wanted == "no" ? null : pod' } }
steps:
  - step: zone
    question: Is it in a zone?
    check: 'wanted != "later" && place.zone == "a"'
    say: '{place.zone} {place.of}'
    yes: healthy
    no: { note: other, go: unclear }
    unknown: unclear
notes:
  other: { kind: observation, on: pod, text: 'It is in {place.zone}.' }
`;

const GIVES = `${HEAD('gives')}
inputs: { pod: { kind: Pod }, more: { kind: text, optional: true } }
lookups:
  node: { get: nodes, name: 'pod == null ? "" : "n1"' }
gives:
  zone: 'node == null ? "nowhere" : label(node, "zone")'
  of: 'pod == null ? "" : pod.metadata.name + (more == null ? "" : more)'
`;

const pod = object('Pod', 'web');
const node = object('Node', 'n1', { metadata: { labels: { zone: 'a' } } });

async function walked(script: Script, wanted = 'yes') {
  const { report, asked } = await play([ASKS, GIVES], { script, inputs: { pod, wanted } });
  return { verdict: report.verdict, told: report.path[0]?.detail, notes: report.notes, asked, unknown: report.unknown };
}

describe('what another runbook gives', () => {
  test('is worked out of its own look-ups', async () => {
    expect(await walked({ 'get nodes n1': node })).toMatchObject({ verdict: 'healthy', told: 'a web' });
  });

  test('is unknown as a whole where one of its values is, and says what was denied', async () => {
    const { verdict, told, unknown } = await walked({ 'get nodes n1': denied });
    expect(verdict).toBe('incomplete');
    expect(told).toBe('get nodes n1: denied');
    expect(unknown).toMatchObject([{ lookup: 'get nodes n1', state: 'denied' }]);
  });

  test('is asked for with the inputs that it is given, and null where that is what it gets', async () => {
    const { notes, asked } = await walked({}, 'no');
    expect(notes[0]?.text).toBe('It is in nowhere.');
    expect(asked.filter(({ from }) => from === 'get')).toEqual([]);
  });

  test('is in the plan of whoever asks for it', () => {
    const runbooks = new Map([ASKS, GIVES].map((text) => runbookOf(text)).map((each) => [each.name, each]));
    expect(plan(runbooks, 'asks').map(({ runbook, name }) => `${runbook}: ${name}`)).toEqual(['gives: node']);
  });
});
