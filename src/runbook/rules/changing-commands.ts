import { changingVerb } from '../command-words.ts';
import { commandsIn } from './commands.ts';
import type { Flaw, Rule } from './rule.ts';
import { own } from '../../text/own.ts';

/** What changes the cluster says so. */
export const changingCommands: Rule = {
  name: 'changing-command',
  says: 'A command that changes something stands only in advice whose risk says so, and never under verify.',
  check({ runbook }) {
    return commandsIn(runbook.advice).flatMap(({ id, key, text, path }) => {
      const verb = changingVerb(text);
      const risk = own(runbook.advice, id)?.risk;
      if (verb === undefined || (key === 'commands' && risk !== 'reads')) return [];
      const message =
        key === 'verify'
          ? `${verb} changes the cluster; verify only looks`
          : `${verb} changes the cluster, but the risk of "${id}" is reads`;
      return [{ path, on: 'value', message } satisfies Flaw];
    });
  },
};
