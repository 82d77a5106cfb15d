/** A word of a command as its author wrote it, with its offset; single quotes are dropped from the text. */
export interface WrittenWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** Splits a command as the engine does: at spaces, single quotes keep a word together. */
export function writtenWords(command: string): readonly WrittenWord[] {
  return [...command.matchAll(/(?:[^\s']|'[^']*')+/g)].map((match) => ({
    text: match[0].replaceAll("'", ''),
    start: match.index,
    end: match.index + match[0].length,
    quoted: match[0].includes("'"),
  }));
}

/** Options that take the next word, before the verb of kubectl, flux and helm. */
const WITH_VALUE = new Set(['-n', '--namespace', '--context', '--kube-context', '--kubeconfig', '--as']);

const CHANGING: Readonly<Record<string, readonly string[]>> = {
  kubectl: (
    'annotate apply autoscale cordon create delete drain edit expose label patch replace rollout/pause rollout/restart ' +
    'rollout/resume rollout/undo run scale set taint uncordon'
  ).split(' '),
  flux: ['bootstrap', 'create', 'delete', 'install', 'reconcile', 'resume', 'suspend', 'uninstall'],
  helm: ['install', 'rollback', 'uninstall', 'upgrade'],
  terraform: ['apply', 'destroy', 'import', 'state/mv', 'state/rm', 'taint', 'untaint'],
};

/** What the names of operations of AWS begin with that change something (the verbs of the AWS API references). */
const CHANGING_AT_AWS =
  /^(?:add|assign|associate|attach|authorize|batch-delete|batch-write|cancel|copy|cp|create|delete|deregister|detach|disable|disassociate|enable|failover|grant|import|modify|mv|promote|put|reboot|register|release|remove|replace|request|reset|restore|revoke|rm|run|set|start-(?!query)[a-z]+|stop|sync|tag|terminate|unassign|untag|update|upgrade)(?:-|$)/;

/** The verb by which a command changes the cluster, or something at AWS, such as `kubectl rollout restart`; undefined for one that reads. */
export function changingVerb(command: string): string | undefined {
  const [program = '', ...rest] = writtenWords(command).map(({ text }) => text);
  const [verb = '', noun = ''] = withoutOptions(rest);
  if (program === 'aws') return CHANGING_AT_AWS.test(noun) ? `aws ${verb} ${noun}` : undefined;
  const known = CHANGING[program] ?? [];
  if (known.includes(verb)) return `${program} ${verb}`;
  return known.includes(`${verb}/${noun}`) ? `${program} ${verb} ${noun}` : undefined;
}

function withoutOptions(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => !word.startsWith('-') && !WITH_VALUE.has(words[index - 1] ?? ''));
}
