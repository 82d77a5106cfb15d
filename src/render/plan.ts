import type { PlannedLookup, RoleRule } from '../model/plan.ts';
import { escapeLine } from '../text/escape.ts';

/** The plan as text: what would be looked up, where, and when, grouped by runbook. */
export function renderPlan(rows: readonly PlannedLookup[]): string {
  const runbooks = [...new Set(rows.map((row) => row.runbook))];
  const sections = runbooks.map((name) =>
    [name, ...rows.filter((row) => row.runbook === name).flatMap(lines)].join('\n'),
  );
  return `${sections.join('\n\n')}\n`;
}

function lines(row: PlannedLookup): readonly string[] {
  const marks = [
    row.required ? 'required' : '',
    row.metadataOnly ? 'metadata only' : '',
    row.token === undefined ? '' : `with the token in ${row.token.from}, only to the origin of ${row.token.for}`,
  ].filter((mark) => mark !== '');
  const where = row.namespace === '' ? '' : `, in ${row.namespace}`;
  const head = `  ${row.verb.padEnd(4)} ${row.resource}${where}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`;
  const rest = [row.follows === '' ? '' : `follows: ${row.follows}`, row.when === '' ? '' : `when: ${row.when}`];
  return [head, ...rest.filter((line) => line !== '').map((line) => `         ${line}`)].map(escapeLine);
}

/** A ClusterRole manifest in YAML, ready for kubectl apply; above it, as comments, some notes and how it is given to somebody. */
export function renderRole(name: string, rules: readonly RoleRule[], notes: readonly string[] = []): string {
  const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  const body = rules.map(
    (rule) =>
      `  - apiGroups: ${list(rule.apiGroups)}\n    resources: ${list(rule.resources)}\n    verbs: ${list(rule.verbs)}`,
  );
  const comments = [...notes, ...howToGive(name)].map((line) => `# ${line}\n`).join('');
  return `${comments}apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: ${name}\nrules:\n${body.join('\n')}\n`;
}

/** The words in capitals are the reader's to fill in: a plan asks nobody, so it knows no names. */
function howToGive(name: string): readonly string[] {
  const toWhom = `--clusterrole=${name} --user=USER --context CONTEXT`;
  return [
    'Save it and give it to the user, the --group=GROUP or the --serviceaccount=NAMESPACE:NAME that runs kubedoc:',
    '  kubectl apply -f FILE --context CONTEXT',
    `  kubectl create clusterrolebinding ${name} ${toWhom}`,
    'or in one namespace, with kubedoc then run with -n; what lies outside of it, such as nodes, is told as not looked at:',
    `  kubectl create rolebinding ${name} -n NAMESPACE ${toWhom}`,
  ];
}
