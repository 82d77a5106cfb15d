import type { Probe } from '../model/probe.ts';
import { mapsByName, variablesOf } from './config/container-variables.ts';
import { entry, field, list, named, namespaceOf, text } from './read.ts';
import { commandsOf } from './waits/shell-commands.ts';
import { awaitedBy, type Awaited } from './waits/waiting-tool.ts';

/** What a container waits for by its command: most that wait for others are a shell and a tool that says nothing. */
export const waitedFor: Probe = {
  name: 'waited-for',
  computes: 'Which hosts and objects the command of a container asks for again and again, by the tools that are known.',
  params: {
    pod: { is: 'object', means: 'the pod with its spec' },
    container: { is: 'text', means: "the container's name" },
    tools: {
      is: 'list',
      means:
        'the tools, each with names, takes (host-and-port, host, addresses, options, objects), valued (options with a value) and, ' +
        'for options, host, port and else (the port without one)',
    },
    kinds: { is: 'object', means: 'the kind by the word that kubectl takes for it, such as deploy' },
    configmaps: { is: 'list', optional: true, means: 'the ConfigMaps of its namespace, which variables may come from' },
  },
  returns: {
    hosts: 'one row per host, each once: tool, host, port (a text, empty where none is named)',
    objects: 'one row per object, each once: tool, kind, name, namespace',
    tools: 'the tools that the command runs, in words',
  },
  run({ pod, container, tools, kinds, configmaps }) {
    const name = text(container);
    const own = named(field(pod, 'spec.initContainers'), name) ?? named(field(pod, 'spec.containers'), name);
    if (own === undefined) return undefined;
    const namespace = namespaceOf(pod);
    const variables = new Map(variablesOf(own, mapsByName(configmaps)));
    const found = commandsOf(wordsOf(own), namespace, variables).flatMap((command) =>
      awaitedBy(command, list(tools), kinds),
    );
    const rows = [...new Map(found.map((each) => [JSON.stringify({ ...each, tool: '' }), each])).values()];
    return {
      hosts: rows
        .filter(({ host }) => host !== '' && !LOCAL.test(host))
        .map(({ tool, host, port }) => ({ tool, host, port })),
      objects: rows.filter(({ kind }) => kind !== '').map((row) => objectOf(row, namespace)),
      tools: [...new Set(rows.map(({ tool }) => tool))].join(', '),
    };
  },
};

const LOCAL = /^(?:localhost|127\.|0\.0\.0\.0$|\[?::1)/;

/** Without a command the image brings one, which is mostly called like the image. */
function wordsOf(container: unknown): readonly string[] {
  const command = list(entry(container, 'command')).map(text);
  const args = list(entry(container, 'args')).map(text);
  const image = text(entry(container, 'image')).replace(/@.*$/, '').split('/').at(-1)?.replace(/:.*$/, '') ?? '';
  return command.length === 0 ? [image, ...args] : [...command, ...args];
}

function objectOf({ tool, kind, name, namespace }: Awaited, own: string) {
  return { tool, kind, name, namespace: namespace || own };
}
