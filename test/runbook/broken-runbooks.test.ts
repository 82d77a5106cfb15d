import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/runbook/rules/index.ts';
import { changed, GOOD, problemsOf } from './good-runbook.ts';

/** What is changed in the good runbook, and what is then said where. */
interface Broken {
  readonly fault: string;
  readonly from: string;
  readonly to: string;
  /** `line:column`, the rule, and a part of the message, for every problem that there is. */
  readonly says: readonly (readonly [at: string, rule: string, message: string])[];
}

const SYNTAX_AND_SHAPE: readonly Broken[] = [
  {
    fault: 'a list that is not closed',
    from: 'advice: [mend, look]',
    to: 'advice: [mend, look',
    says: [['70:1', 'yaml', 'flow sequence in block collection']],
  },
  {
    fault: 'a key twice',
    from: 'title: Are',
    to: 'name: again\ntitle: Are',
    says: [['3:1', 'yaml', 'map keys must be unique']],
  },
  {
    fault: 'a placeholder in a list without quotes',
    from: "commands: ['kubectl describe pod {first}']",
    to: 'commands: [kubectl describe pod {first}]',
    says: [['81:37', 'yaml', 'needs quotes here']],
  },
  {
    fault: 'an alias without an anchor',
    from: 'advice: [mend, look]',
    to: 'advice: *all',
    says: [['69:13', 'yaml', 'no anchor &all']],
  },
  {
    fault: 'another format',
    from: 'format: 1',
    to: 'format: 2',
    says: [['1:9', 'format', 'format 2 is not known here']],
  },
  { fault: 'no format', from: 'format: 1\n', to: '', says: [['1:1', 'format', 'opens with "format: 1"']] },
  {
    fault: 'another format beside other faults',
    from: 'format: 1\nname: pods',
    to: 'format: "1"\nnaem: pods',
    says: [['1:9', 'format', 'format "1" is not known here']],
  },
  {
    fault: 'an unknown key at the top',
    from: 'summary:',
    to: 'sumary:',
    says: [
      ['1:1', 'missing-key', 'the key "summary" is missing'],
      ['4:1', 'unknown-key', 'unknown key "sumary" (did you mean "summary"?)'],
    ],
  },
  {
    fault: 'an unknown key in a step',
    from: '    say: ',
    to: '    sya: ',
    says: [['23:5', 'unknown-key', 'unknown key "sya" (did you mean "say"?)']],
  },
  {
    fault: 'an unknown key in a branch',
    from: 'no: {note: none, go: end}',
    to: 'no: {nota: none, go: end}',
    says: [['26:10', 'unknown-key', 'unknown key "nota" (did you mean "note"?)']],
  },
  {
    fault: 'an unknown key in a look-up',
    from: '    about: pods',
    to: '    abuot: pods',
    says: [['12:5', 'unknown-key', 'unknown key "abuot" (did you mean "about"?)']],
  },
  {
    fault: 'a comma in a text without quotes',
    from: 'rule: nothing is left}',
    to: 'rule: nothing is left, not one}',
    says: [['66:57', 'unknown-key', 'a text with a comma in it needs quotes here']],
  },
  {
    fault: 'a missing unknown branch',
    from: '    otherwise: next\n    unknown: next\n',
    to: '    otherwise: next\n',
    says: [['28:5', 'missing-key', 'the key "unknown" is missing: say where the walk goes']],
  },
  {
    fault: 'a step of no form',
    from: '    check: count',
    to: '    chek: count',
    says: [['22:5', 'step-form', 'one of check, match, cases, enter, ask (did you mean "check"?)']],
  },
  {
    fault: 'a step of two forms',
    from: '    match: log',
    to: '    match: log\n    check: "true"',
    says: [['43:5', 'step-form', 'this has check and match']],
  },
  {
    fault: 'a step that is no map',
    from: '  - step: any\n',
    to: '  - any\n  - step: any\n',
    says: [['20:5', 'step-form', 'a step is a map']],
  },
  {
    fault: 'a number where a text belongs',
    from: 'title: Make room',
    to: 'title: 404',
    says: [['73:12', 'value', "expected a text, found a number (put quotes around it: '404')"]],
  },
  {
    fault: 'a list where a text or a map belongs',
    from: 'yes: next',
    to: 'yes: [next]',
    says: [['25:10', 'value', 'expected a text or a map, found a list']],
  },
  {
    fault: 'nothing where a map belongs',
    from: '    with: {thing: item}\n    pick',
    to: '    with:\n    pick',
    says: [['52:10', 'value', 'expected a map, found nothing']],
  },
  {
    fault: 'an unknown layer',
    from: 'layer: scheduling',
    to: 'layer: sheduling',
    says: [['59:12', 'value', '"sheduling" is not one of them (did you mean "scheduling"?)']],
  },
  {
    fault: 'an empty list',
    from: '    severity:\n      - {is: P1, when: fit.fits, rule: nothing is left}\n      - {is: P2, rule: something is left}',
    to: '    severity: []',
    says: [['65:15', 'value', 'needs at least one entry']],
  },
  {
    fault: 'a name that is none',
    from: '  first: pods',
    to: '  First: pods',
    says: [['18:3', 'name', 'the name "First" is not one: a name begins with a small letter']],
  },
  {
    fault: 'a code that is none',
    from: '  - step: any\n',
    to: '  - step: Any one\n',
    says: [['20:11', 'value', '"Any one" is not one: it has small letters']],
  },
];

const EXPRESSIONS: readonly Broken[] = [
  {
    fault: 'an expression that ends early, plain',
    from: 'check: count(pods) > 0',
    to: 'check: count(pods) >',
    says: [['22:25', 'expression', 'Unexpected token: EOF']],
  },
  {
    fault: 'a type error, in single quotes',
    from: 'check: count(pods) > 0',
    to: `check: '''it'' + 1 == "x"'`,
    says: [['22:13', 'type', '"+" cannot work with a text and a number']],
  },
  {
    fault: 'an unknown function, in double quotes',
    from: 'check: count(pods) > 0',
    to: 'check: "first == \\"a\\" || foo(1) == 1"',
    says: [['22:31', 'expression', 'there is no function foo()']],
  },
  {
    fault: 'the unsafe matches()',
    from: 'check: count(pods) > 0',
    to: `check: 'first != "" && first.matches("a")'`,
    says: [['22:28', 'expression', 'matches() is not allowed here']],
  },
  {
    fault: 'an expression in a block of one line',
    from: 'check: count(pods) > 0',
    to: 'check: >-  # why\n      count(pods) > 0 && nowhere',
    says: [['23:26', 'unknown-name', '"nowhere" is not declared']],
  },
  {
    fault: 'an expression over two lines',
    from: 'check: count(pods) > 0',
    to: 'check: count(pods) > 0\n      && nowhere',
    says: [
      ['22:12', 'one-line', 'an expression stands on one line'],
      ['23:10', 'unknown-name', '"nowhere" is not declared'],
    ],
  },
  {
    fault: 'an expression in a block of two lines',
    from: 'check: count(pods) > 0',
    to: 'check: |\n      count(pods) > 0\n      && true',
    says: [['22:12', 'one-line', 'an expression stands on one line']],
  },
];

const NAMES: readonly Broken[] = [
  {
    fault: 'an unknown name in an expression',
    from: 'check: count(pods) > 0',
    to: 'check: "\\"podz\\" != first && count(podz) > 0"',
    says: [['22:40', 'unknown-name', '"podz" is not declared (did you mean "pods"?)']],
  },
  {
    fault: 'an unknown name in words',
    from: 'Pods\n',
    to: 'Pods of {workloads.metadata.name}\n',
    says: [['89:21', 'unknown-name', '"workloads" is not declared (did you mean "workload"?)']],
  },
  {
    fault: 'an unknown name in the second line of a block',
    from: 'The file is {matched.file}.',
    to: 'The file is {matchd.file}.',
    says: [['64:20', 'unknown-name', '"matchd" is not declared (did you mean "matched"?)']],
  },
  {
    fault: 'an item where there is none',
    from: 'check: count(pods) > 0',
    to: 'check: item != null',
    says: [['22:12', 'unknown-name', 'there is no item here']],
  },
  {
    fault: 'an item in with, without each',
    from: '    each: events\n',
    to: '',
    says: [
      ['51:19', 'unknown-name', 'there is no item here'],
      ['52:21', 'unknown-name', 'there is no item here'],
      ['52:55', 'unknown-name', 'there is no item here'],
    ],
  },
  {
    fault: 'the state of a look-up in words',
    from: 'title: Pods',
    to: "title: '{state.pods}'",
    says: [['89:14', 'unknown-name', 'words cannot show the state']],
  },
  {
    fault: 'the state of what is no look-up',
    from: 'when: state.pods == "known"',
    to: 'when: state.pod == "known"',
    says: [['15:71', 'unknown-lookup', '"pod" is no look-up, so it has no state (did you mean "pods"?)']],
  },
  {
    fault: 'a field that a probe does not give, in an expression',
    from: 'confirmed: [{when: fit.fits,',
    to: 'confirmed: [{when: fit.fts,',
    says: [['68:28', 'unknown-field', 'fit has no field "fts" (did you mean "fits"?)']],
  },
  {
    fault: 'a field that a probe does not give, in words',
    from: "say: '{fit.needed:bytes}",
    to: "say: '{fit.need:bytes}",
    says: [['23:16', 'unknown-field', 'fit has no field "need" (known: fits, needed, container)']],
  },
  {
    fault: 'a group that no pattern has',
    from: 'The file is {matched.file}.',
    to: 'The file is {matched.fil}.',
    says: [['64:28', 'unknown-field', 'matched has no field "fil" (did you mean "file"?)']],
  },
  {
    fault: 'a field that the server does not tell',
    from: '{server.context}',
    to: '{server.contxt}',
    says: [['86:37', 'unknown-field', 'server has no field "contxt" (did you mean "context"?)']],
  },
  {
    fault: 'an answer that nobody asks for',
    from: '{answers.asked}',
    to: '{answers.asks}',
    says: [['46:49', 'unknown-field', 'answers has no field "asks" (known: asked)']],
  },
  {
    fault: 'an unknown unit',
    from: "say: '{fit.needed:bytes}",
    to: "say: '{fit.needed:byte}",
    says: [['23:23', 'unknown-unit', '"byte" is no unit (did you mean "bytes"?)']],
  },
  {
    fault: 'a unit at a path that is not declared',
    from: "say: '{fit.needed:bytes}",
    to: "say: '{fit.needed:fti.unit}",
    says: [['23:23', 'unknown-name', '"fti" is not declared (did you mean "fit"?)']],
  },
  {
    fault: 'a name twice',
    from: '  first: pods[0].metadata.name',
    to: '  first: pods[0].metadata.name\n  release: "1"',
    says: [
      ['19:3', 'duplicate-name', '"release" is in inputs already'],
      ['19:3', 'unused', 'nothing uses the derived value "release"'],
    ],
  },
  {
    fault: 'a built-in name',
    from: '  release: {kind: HelmRelease, optional: true}',
    to: '  server: {kind: text, optional: true}',
    says: [['7:3', 'duplicate-name', '"server" is a built-in name']],
  },
  {
    fault: 'a step twice',
    from: '  - step: room',
    to: '  - step: any',
    says: [['28:11', 'duplicate-name', 'the name "any" is taken']],
  },
  {
    fault: 'an answer twice',
    from: '{answer: same,',
    to: '{answer: changed,',
    says: [['39:18', 'duplicate-name', 'the name "changed" is taken']],
  },
  {
    fault: 'a name that CEL reserves',
    from: '  release: {kind',
    to: '  namespace: {kind',
    says: [['7:3', 'reserved-name', '"namespace" cannot be a name']],
  },
];

const FACTS: readonly Broken[] = [
  {
    fault: 'an unknown probe',
    from: 'probe: rollout-fits',
    to: 'probe: rollout-fit',
    says: [['17:16', 'probe', 'there is no probe "rollout-fit" (did you mean "rollout-fits"?)']],
  },
  {
    fault: 'an argument that the probe does not take',
    from: 'with: {workload: workload}',
    to: 'with: {workload: workload, node: node}',
    says: [['17:57', 'probe', 'probe rollout-fits takes no "node" (did you mean "nodes"?)']],
  },
  {
    fault: 'an argument that the probe needs',
    from: 'with: {workload: workload}',
    to: 'with: {nodes: pods}',
    says: [['17:16', 'probe', 'probe rollout-fits needs "workload": the workload']],
  },
  {
    fault: 'a look-up of no form',
    from: "  node: {get: nodes, name: 'pods[0].spec.nodeName'}",
    to: "  node: {name: 'pods[0].spec.nodeName'}",
    says: [['14:3', 'lookup-form', 'this has none']],
  },
  {
    fault: 'a look-up of two forms',
    from: '  node: {get: nodes,',
    to: '  node: {get: nodes, list: nodes,',
    says: [['14:10', 'lookup-form', 'this has list and get']],
  },
  {
    fault: 'two relations',
    from: '    about: pods',
    to: '    about: pods\n    owned-by: pods',
    says: [['12:5', 'lookup-form', 'this has owned-by and about']],
  },
  {
    fault: 'a get without a name',
    from: "  node: {get: nodes, name: 'pods[0].spec.nodeName'}",
    to: '  node: {get: nodes}',
    says: [['14:10', 'lookup-form', 'get needs a name']],
  },
  {
    fault: 'a key that means nothing there',
    from: '  node: {get: nodes,',
    to: '  node: {get: nodes, where: item != null,',
    says: [['14:22', 'lookup-form', '"where" means nothing beside get']],
  },
  {
    fault: 'a token that goes with no address',
    from: '  node: {get: nodes,',
    to: '  node: {get: nodes, token: {header: X-Token, from: A_TOKEN, for: A_URL},',
    says: [['14:22', 'lookup-form', '"token" means nothing beside get']],
  },
  {
    fault: 'values that wait for each other',
    from: '  first: pods[0].metadata.name',
    to: '  first: node.metadata.name + second\n  second: \'state.log == "known" ? first : ""\'',
    says: [['18:3', 'value-cycle', '"first" waits for itself: first → second → first']],
  },
  {
    fault: 'a look-up that waits for itself',
    from: 'where: item.type == "Warning"',
    to: 'where: item.type == "Warning" && state.events == "known"',
    says: [['10:3', 'value-cycle', '"events" waits for itself: events → events']],
  },
  {
    fault: 'evidence that is no path',
    from: 'status.conditions[type=Available].message',
    to: 'status conditions',
    says: [['24:38', 'evidence-field', '"status conditions" is no path of a field']],
  },
];

const TYPES: readonly Broken[] = [
  {
    fault: 'a check that gives a number',
    from: 'check: count(pods) > 0',
    to: 'check: count(pods)',
    says: [['22:12', 'type', 'true or false belongs here, and this is a number']],
  },
  {
    fault: 'a case that gives a text',
    from: '{when: fit.fits, answer: they fit',
    to: '{when: first, answer: they fit',
    says: [['31:16', 'type', 'true or false belongs here, and this is a text']],
  },
  {
    fault: 'a where that gives an object',
    from: 'where: item.type == "Warning"',
    to: 'where: item.metadata',
    says: [['13:12', 'type', 'true or false belongs here, and this is an object']],
  },
  {
    fault: 'a when of a look-up that gives a text',
    from: 'when: state.pods == "known"',
    to: 'when: state.pods',
    says: [['15:65', 'type', 'true or false belongs here, and this is a text']],
  },
  {
    fault: 'a confirmation that gives a list',
    from: 'confirmed: [{when: fit.fits,',
    to: 'confirmed: [{when: pods,',
    says: [['68:24', 'type', 'true or false belongs here, and this is a list or null']],
  },
  {
    fault: 'a severity by a text',
    from: '{is: P1, when: fit.fits,',
    to: '{is: P1, when: first,',
    says: [['66:24', 'type', 'true or false belongs here, and this is a text']],
  },
  {
    fault: 'a match over a list',
    from: 'match: log',
    to: 'match: pods',
    says: [
      ['15:3', 'unused', 'nothing uses the look-up "log"'],
      ['43:12', 'type', 'a text belongs here, and this is a list or null'],
    ],
  },
  {
    fault: 'each over an object',
    from: '    each: events\n    with',
    to: '    each: workload\n    with',
    says: [['51:11', 'type', 'a list belongs here, and this is an object or null']],
  },
  {
    fault: 'a table over a text',
    from: '    each: pods',
    to: '    each: first',
    says: [['90:11', 'type', 'a list or an object belongs here, and this is a text']],
  },
  {
    fault: 'headroom that is no list',
    from: '    advice: [mend, look]',
    to: '    headroom: workload\n    advice: [mend, look]',
    says: [['69:15', 'type', 'a list belongs here, and this is an object or null']],
  },
  {
    fault: 'events about a text',
    from: '    about: pods',
    to: '    about: first',
    says: [['12:12', 'type', 'an object or a list of them belongs here, and this is a text']],
  },
  {
    fault: 'the log of a list of pods',
    from: "logs: {pod: 'pods[0]'",
    to: 'logs: {pod: pods',
    says: [['15:21', 'type', 'an object belongs here, and this is a list or null']],
  },
  {
    fault: 'a finding on a name',
    from: '    layer: scheduling\n    on: workload',
    to: '    layer: scheduling\n    on: first',
    says: [['60:9', 'type', 'an object belongs here, and this is a text']],
  },
  {
    fault: 'the wrong argument for a probe',
    from: 'with: {workload: workload}',
    to: 'with: {workload: pods}',
    says: [['17:47', 'type', 'probe rollout-fits takes an object as "workload", and this is a list or null']],
  },
  {
    fault: 'null for an argument that a probe needs',
    from: 'with: {workload: workload}',
    to: "with: {workload: 'null', nodes: 'null'}",
    says: [['17:48', 'type', 'probe rollout-fits takes an object as "workload", and this is null']],
  },
  {
    fault: 'the wrong input for a runbook',
    from: 'with: {thing: item}',
    to: 'with: {thing: item, extra: item.metadata.generation}',
    says: [['52:32', 'type', 'runbook below needs a text as "extra", and this is a number']],
  },
  {
    fault: 'null for an input that a runbook needs',
    from: 'with: {thing: item}',
    to: "with: {thing: 'null'}",
    says: [['52:20', 'type', 'runbook below needs the input "thing" (object), and null is none']],
  },
  {
    fault: 'a state that no look-up has',
    from: 'when: state.pods == "known"',
    to: 'when: state.pods == "knwon"',
    says: [['15:79', 'type', 'this is never "knwon" (did you mean "known"?)']],
  },
  {
    fault: 'an answer that nobody can give',
    from: 'check: count(pods) > 0',
    to: 'check: answers.asked == "change"',
    says: [['22:29', 'type', 'this is never "change" (did you mean "changed"?)']],
  },
  {
    fault: 'a class that no pattern has',
    from: 'check: count(pods) > 0',
    to: 'check: matched.class == "no fil"',
    says: [['22:29', 'type', 'this is never "no fil" (did you mean "no file"?)']],
  },
  {
    fault: 'a field of every object of a list at once',
    from: 'check: count(pods) > 0',
    to: 'check: pods.metadata.name == first',
    says: [['22:17', 'type', 'a list has no fields: take one of it']],
  },
  {
    fault: 'the count of a text',
    from: 'check: count(pods) > 0',
    to: 'check: count(first) > 0',
    says: [['22:18', 'type', 'count() takes a list, and this is a text']],
  },
  {
    fault: 'two mistakes in one expression',
    from: 'check: count(pods) > 0',
    to: 'check: count(first) > 0 && log > 3',
    says: [
      ['22:18', 'type', 'count() takes a list, and this is a text'],
      ['22:32', 'type', '">" cannot compare a text with a number'],
    ],
  },
  {
    fault: 'a duration that is to be kept',
    from: '  first: pods[0].metadata.name',
    to: '  first: now() - timestamp(pods[0].metadata.name)',
    says: [['18:10', 'type', 'a duration lives inside of expressions only']],
  },
  {
    fault: 'a field that no metadata have, in an expression',
    from: '  first: pods[0].metadata.name',
    to: '  first: pods[0].metadata.nmae',
    says: [['18:27', 'unknown-field', 'pods[0].metadata has no field "nmae" (did you mean "name"?)']],
  },
  {
    fault: 'a field that no metadata have, in the words of a table',
    from: "columns: {Pod: '{item.metadata.name}'}",
    to: "columns: {Pod: '{item.metadata.nmae}'}",
    says: [['91:36', 'unknown-field', 'item.metadata has no field "nmae" (did you mean "name"?)']],
  },
  {
    fault: 'a field of a list, in words',
    from: "text: '{item.message}'",
    to: "text: '{pods.metadata.name} {item.message}'",
    says: [['95:18', 'unknown-field', 'pods is a list or null, which has no field "metadata"']],
  },
  {
    fault: 'a field that a derived condition does not have, in words',
    from: 'steps:\n  - step: any\n    question: Are there pods?',
    to: `  ready: condition(workload, "Ready")\nsteps:\n  - step: any\n    question: 'Are there {ready.mesage} pods?'`,
    says: [['22:33', 'unknown-field', 'ready has no field "mesage" (did you mean "message"?)']],
  },
  {
    fault: 'evidence of a field that no metadata have',
    from: "{of: workload, field: 'status.conditions[type=Available].message'}",
    to: '{of: node, field: metadata.lables}',
    says: [['24:43', 'unknown-field', 'metadata has no field "lables" (did you mean "labels"?)']],
  },
  {
    fault: 'the kind of an input that is none',
    from: '  release: {kind: HelmRelease,',
    to: '  release: {kind: txt,',
    says: [
      [
        '7:19',
        'input-kind',
        '"txt" is no kind: it is object, list, text, number or a Kind such as HelmRelease (did you mean "text"?)',
      ],
    ],
  },
  {
    fault: 'a resource by the name of one object',
    from: 'pods: {list: pods,',
    to: 'pods: {list: pod,',
    says: [['9:16', 'unknown-resource', 'there is no resource "pod" (did you mean "pods"?)']],
  },
  {
    fault: 'a resource without its group',
    from: 'pods: {list: pods,',
    to: 'pods: {list: deployments,',
    says: [['9:16', 'unknown-resource', '(did you mean "deployments.apps"?)']],
  },
  {
    fault: 'a resource with a slip in its group',
    from: '  node: {get: nodes,',
    to: '  node: {get: helmreleases.helm.toolkit.fluxcd.oi,',
    says: [['14:15', 'unknown-resource', '(did you mean "helmreleases.helm.toolkit.fluxcd.io"?)']],
  },
  {
    fault: 'a resource that the core group does not have',
    from: '  node: {get: nodes,',
    to: '  node: {get: thingamajigs,',
    says: [
      ['14:15', 'unknown-resource', 'in the core group: another is written plural.group, such as deployments.apps'],
    ],
  },
];

const STEPS: readonly Broken[] = [
  {
    fault: 'a pattern that stands there twice',
    from: "      - {class: no file, is: 'cannot open (?P<file>\\S+)', then: {finding: no-room, go: healthy}}\n",
    to:
      "      - {class: no file, is: 'cannot open (?P<file>\\S+)', then: {finding: no-room, go: healthy}}\n" +
      "      - {class: again, is: 'cannot open (?P<file>\\S+)', then: next}\n",
    says: [['46:28', 'shadowed', 'this is never reached: the same pattern is number 1 of this step']],
  },
  {
    fault: 'a case that stands there twice',
    from: '    otherwise: next\n    unknown: next\n',
    to: '      - {when: fit.fits, answer: again, then: said}\n    otherwise: next\n    unknown: next\n',
    says: [['33:16', 'shadowed', 'this is never reached: the same condition is number 1 of this step']],
  },
  {
    fault: 'a pattern with a slip in its middle',
    from: 'cannot open (?P<file>\\S+)',
    to: 'cannot open (?P<file>\\S+) [z-a]',
    says: [
      ['45:58', 'pattern', 'not an RE2 pattern: invalid character class range: `z-a`'],
      ['64:28', 'unknown-field', 'matched has no field "file"'],
    ],
  },
  {
    fault: 'a branch to a step that is not there',
    from: 'then: said}\n      - {when: node',
    to: 'then: sayd}\n      - {when: node',
    says: [['31:50', 'branch-target', 'there is no step "sayd" (did you mean "said"?)']],
  },
  {
    fault: 'next on the last step',
    from: 'clean: healthy',
    to: 'clean: {go: next}',
    says: [['55:17', 'branch-target', 'there is no next step']],
  },
  {
    fault: 'a branch that leads nowhere',
    from: 'no: {note: none, go: end}',
    to: 'no: {say: there are none}',
    says: [
      ['26:5', 'dead-end', 'this branch leads nowhere'],
      ['83:3', 'unused', 'nothing leads to the note "none"'],
    ],
  },
  {
    fault: 'unknown as healthy',
    from: 'otherwise: next\n    unknown: next',
    to: 'otherwise: next\n    unknown: healthy',
    says: [['34:14', 'unknown-is-not-healthy', 'not knowing is not healthy']],
  },
  {
    fault: 'unknown as healthy by a note alone',
    from: '    unknown: unclear\n  - step: room',
    to: '    unknown: {note: none}\n  - step: room',
    says: [['27:14', 'unknown-is-not-healthy', 'not knowing is not healthy']],
  },
  {
    fault: 'a step that nothing leads to',
    from: 'otherwise: next\n    unknown: next',
    to: 'otherwise: said\n    unknown: said',
    says: [['35:11', 'unreachable', 'no answer leads to the step "asked"']],
  },
  {
    fault: 'a walk in a circle',
    from: "otherwise: {go: next, say: 'asked: {answers.asked}'}",
    to: "otherwise: {go: room, say: 'asked: {answers.asked}'}",
    says: [
      ['46:21', 'step-cycle', 'the walk comes back here: room → said → room'],
      ['48:11', 'unreachable', 'no answer leads to the step "below"'],
    ],
  },
  {
    fault: 'a runbook that is not there',
    from: 'enter: below',
    to: 'enter: bellow',
    says: [['50:12', 'enter', 'there is no runbook "bellow" (did you mean "below"?)']],
  },
  {
    fault: 'an input that it does not have',
    from: 'with: {thing: item}',
    to: 'with: {thing: item, extar: item}',
    says: [['52:25', 'enter', 'runbook below has no input "extar" (did you mean "extra"?)']],
  },
  {
    fault: 'a check with an input that no preflight gives',
    from: 'inputs:',
    to: 'check: {about: pods, order: 1, fails: P1, team: platform}\ninputs:',
    says: [
      ['7:3', 'check', 'a preflight gives no object "workload"'],
      ['8:3', 'check', 'a preflight gives no HelmRelease "release"'],
    ],
  },
  {
    fault: 'a topic whose runbook for one object is not there',
    from: 'inputs:',
    to: 'topic: {name: pods, about: pods, named: belwo}\ninputs:',
    says: [['5:41', 'topic', 'there is no runbook "belwo" (did you mean "below"?)']],
  },
  {
    fault: 'a topic whose changes are not there',
    from: 'inputs:',
    to: 'topic: {name: pods, about: pods, changes: chagnes}\ninputs:',
    says: [['5:43', 'topic', 'there is no runbook "chagnes"']],
  },
  {
    fault: 'a topic whose changes are told by a runbook without leads',
    from: 'inputs:',
    to: 'topic: {name: pods, about: pods, changes: below}\ninputs:',
    says: [['5:43', 'topic', '"below" tells no leads']],
  },
  {
    fault: 'an input that it needs',
    from: 'with: {thing: item}',
    to: 'with: {extra: item.reason}',
    says: [['50:12', 'enter', 'runbook below needs the input "thing" (object)']],
  },
  {
    fault: 'a runbook that is started ahead, for each of what is found first',
    from: 'with: {thing: item}',
    to: 'with: {thing: item}\n    ahead: true',
    says: [
      ['51:5', 'ahead', 'nobody knows yet for what'],
      ['52:19', 'ahead', 'the name of an input'],
    ],
  },
  {
    fault: 'advice without an entered runbook',
    from: 'no: {note: none, go: end}',
    to: 'no: {note: none, advise: [look]}',
    says: [['26:22', 'misplaced-advice', 'nothing was entered before this step']],
  },
  {
    fault: 'a pattern with look-ahead',
    from: 'cannot open (?P<file>\\S+)',
    to: '(?=x)(?P<file>\\S+)',
    says: [
      ['45:31', 'pattern', 'not an RE2 pattern: invalid or unsupported Perl syntax: `(?=`'],
      ['64:28', 'unknown-field', 'matched has no field "file"'],
    ],
  },
  {
    fault: 'a pattern in an expression that is none',
    from: 'check: count(pods) > 0',
    to: `check: 'first.re2("a(")'`,
    says: [['22:24', 'pattern', 'not an RE2 pattern: missing closing )']],
  },
];

const ENDINGS: readonly Broken[] = [
  {
    fault: 'a finding that is not declared',
    from: 'no node, then: {finding: no-room, go: end}',
    to: 'no node, then: {finding: no-rom, go: end}',
    says: [['32:63', 'unknown-reference', 'there is no finding "no-rom" (did you mean "no-room"?)']],
  },
  {
    fault: 'a note that is not declared',
    from: 'no: {note: none, go: end}',
    to: 'no: {note: nobody, go: end}',
    says: [
      ['26:16', 'unknown-reference', 'there is no note "nobody"'],
      ['83:3', 'unused', 'nothing leads to the note "none"'],
    ],
  },
  {
    fault: 'advice that is not declared',
    from: 'advice: [mend, look]',
    to: 'advice: [mend, lok]',
    says: [['69:20', 'unknown-reference', 'there is no advice "lok" (did you mean "look"?)']],
  },
  {
    fault: 'advice that nothing gives',
    from: 'advice: [mend, look]',
    to: 'advice: [look]',
    says: [['71:3', 'unused', 'nothing leads to the advice "mend"']],
  },
  {
    fault: 'a look-up that nothing uses',
    from: 'when: node == null',
    to: 'when: workload == null',
    says: [['14:3', 'unused', 'nothing uses the look-up "node"']],
  },
  {
    fault: 'a severity that may have no rule',
    from: '{is: P2, rule: something is left}',
    to: '{is: P2, when: fit.fits, rule: something is left}',
    says: [['67:18', 'severity', 'the last rule has no condition']],
  },
  {
    fault: 'a severity with a rule that is never reached',
    from: '{is: P1, when: fit.fits, rule: nothing is left}',
    to: '{is: P1, rule: nothing is left}',
    says: [['66:9', 'severity', 'the rules below this one are never reached']],
  },
  {
    fault: 'a finding without a confirmation',
    from: '    confirmed: [{when: fit.fits, needs: the nodes}]\n',
    to: '    confirmed: []\n',
    says: [['58:3', 'confidence', '"no-room" does not say when it is confirmed']],
  },
  {
    fault: 'a finding of another runbook',
    from: 'findings:\n',
    to: 'findings:\n  below-gone: {layer: runtime, on: workload, title: x, cause: x, severity: [{is: P3, rule: x}], at-most: likely}\n',
    says: [
      ['11:3', 'duplicate-finding', 'the code "below-gone" is taken: runbook pods has'],
      ['58:3', 'unused', 'nothing leads to the finding "below-gone"'],
      ['58:3', 'duplicate-finding', 'the code "below-gone" is taken: runbook below has'],
    ],
  },
  {
    fault: 'a command of an unknown program',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['kubeclt describe pod {first}']",
    says: [['81:17', 'command', 'and "kubeclt" is none of those known (did you mean "kubectl"?)']],
  },
  {
    fault: 'a command that begins with a value',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['{first} describe']",
    says: [['81:17', 'command', 'and "{first}" is none of those known']],
  },
  {
    fault: 'a pipe in a command',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['kubectl describe pod {first} | less']",
    says: [['81:46', 'command', '"|" means nothing here']],
  },
  {
    fault: 'double quotes in a command',
    from: "commands: ['kubectl describe pod {first}']",
    to: `commands: ['kubectl describe pod "{first}"']`,
    says: [['81:38', 'command', 'only single quotes']],
  },
  {
    fault: 'a quote that is not closed',
    from: "commands: ['kubectl describe pod {first}']",
    to: `commands: ["kubectl describe pod '{first}"]`,
    says: [['81:16', 'command', 'a single quote is not closed']],
  },
  {
    fault: 'a change in advice that reads',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['kubectl -n {first} rollout restart deployment/x']",
    says: [
      ['81:16', 'changing-command', 'kubectl rollout restart changes the cluster, but the risk of "look" is reads'],
    ],
  },
  {
    fault: 'a blank that nothing asks for',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['kubectl describe pod {first}', 'kubectl get pod <other-pod>']",
    says: [['81:48', 'blank', 'nothing under blanks says what <other-pod> is']],
  },
  {
    fault: 'a question without its blank',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['kubectl describe pod {first}']\n    blanks: { other-pod: Which one? }",
    says: [['82:15', 'blank', 'neither the patch nor a command has <other-pod>']],
  },
  {
    fault: 'a change of nothing',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['kubectl describe pod {first}']\n    change: { file: a, owner: b, patch: 'spec: {}' }",
    says: [['82:5', 'changed-object', 'of has to say which object is changed']],
  },
  {
    fault: 'a new object that changes another',
    from: "commands: ['kubectl describe pod {first}']",
    to: "commands: ['kubectl describe pod {first}']\n    change: { of: 'pods[0]', file: a, owner: b, patch: \"apiVersion: v1\\nkind: Pod\" }",
    says: [['82:5', 'changed-object', 'the patch is a whole object']],
  },
  {
    fault: 'a change under verify',
    from: "verify: ['kubectl get pods",
    to: "verify: ['flux reconcile helmrelease x",
    says: [['76:14', 'changing-command', 'flux reconcile changes the cluster; verify only looks']],
  },
];

const PROGRAMS: readonly Broken[] = [
  {
    fault: 'a program without a version',
    from: 'timeline:',
    to: 'programs: { flux: { version: [kubectl], reads: x, absent: a, silent: s } }\ntimeline:',
    says: [
      ['92:30', 'program', 'it begins with flux'],
      ['92:48', 'program', 'RE2 with the group version'],
    ],
  },
  {
    fault: 'a command that stands for one of another program',
    from: 'timeline:',
    to: "programs: { flux: { version: [flux], reads: '(?P<version>.)', absent: a, silent: s, instead: [{ of: helm list <name>, use: flux get <other>, since: never }] } }\ntimeline:",
    says: [
      ['92:101', 'program', 'it begins with flux'],
      ['92:124', 'program', 'it does without flux'],
      ['92:124', 'program', '<other> does not stand in the command'],
      ['92:149', 'program', 'it is a range of versions'],
    ],
  },
  {
    fault: 'an upgrade of what is no address',
    from: '  node: {get',
    to: '  node: {upgrade: {to: derp}, get',
    says: [['14:10', 'lookup-form', '"upgrade" means nothing beside get']],
  },
  {
    fault: 'a program that nothing tells which cluster',
    from: '  node: {get',
    to: '  told: {run: [flux, get], in-cluster: true, required: true}\n  node: {get',
    says: [['14:28', 'program', 'nothing says how flux is told which cluster to ask']],
  },
  {
    fault: 'a call of AWS that changes something',
    from: '  node: {get',
    to: '  group: {aws: {call: eks update-nodegroup-config, at: "pods[0]"}, required: true}\n  node: {get',
    says: [['14:23', 'lookup-form', 'aws eks update-nodegroup-config is not known to only read']],
  },
  {
    fault: 'a call of AWS that prints a credential',
    from: '  node: {get',
    to: '  group: {aws: {call: eks get-token, at: "pods[0]"}, required: true}\n  node: {get',
    says: [['14:23', 'lookup-form', 'aws eks get-token is not known to only read, or it prints a credential']],
  },
  {
    fault: 'a bound of calls where there is one call',
    from: '  node: {get',
    to: '  group: {aws: {call: eks list-clusters, at: "pods[0]", most: 3}, required: true}\n  node: {get',
    says: [['14:57', 'lookup-form', '"most" means nothing without each']],
  },
  {
    fault: 'a value that nobody gives',
    from: '  first: pods',
    to: '  room: {given-by: belwo, with: {thing: workload}}\n  first: pods',
    says: [
      ['18:3', 'unused', 'nothing uses'],
      ['18:20', 'gives', 'there is no runbook "belwo"'],
    ],
  },
];

const ALL = [...SYNTAX_AND_SHAPE, ...EXPRESSIONS, ...NAMES, ...FACTS, ...TYPES, ...STEPS, ...ENDINGS, ...PROGRAMS];

it('has nothing to say about the good runbook', () => {
  expect(problemsOf(GOOD)).toEqual([]);
});

describe('a runbook with', () => {
  it.each(ALL)('$fault', ({ from, to, says }) => {
    const found = problemsOf(changed(from, to));
    expect(found.map(({ line, column, rule }) => `${String(line)}:${String(column)} ${rule}`)).toEqual(
      says.map(([at, rule]) => `${at} ${rule}`),
    );
    for (const [index, [, , message]] of says.entries()) expect(found[index]?.message).toContain(message);
  });
});

/** It takes two changes to break these; test/runbook/check.test.ts does. */
const BROKEN_ELSEWHERE = ['enter-cycle'];

it('breaks every rule at least once', () => {
  const broken = new Set([...BROKEN_ELSEWHERE, ...ALL.flatMap(({ says }) => says.map(([, rule]) => rule))]);
  expect(RULES.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});
