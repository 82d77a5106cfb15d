import { entry, list, text } from '../read.ts';
import { UNKNOWN, type Command } from './shell-commands.ts';

/** What a command waits for: a host with its port, or an object of the cluster. */
export interface Awaited {
  readonly tool: string;
  /** Empty for an object. */
  readonly host: string;
  /** Empty where none is named. */
  readonly port: string;
  /** Of an object: its kind, such as Deployment; empty for a host. */
  readonly kind: string;
  readonly name: string;
  /** Empty where the command names none. */
  readonly namespace: string;
}

const NOTHING: Omit<Awaited, 'tool'> = { host: '', port: '', kind: '', name: '', namespace: '' };

/** Reads a command with the tool of the table that has its name; nothing where none has. */
export function awaitedBy(command: Command, tools: readonly unknown[], kinds: unknown): readonly Awaited[] {
  const [program = '', ...words] = command;
  const name = program.slice(program.lastIndexOf('/') + 1);
  const tool = tools.find((each) => list(entry(each, 'names')).includes(name));
  const found = [...devices(command), ...(tool === undefined ? [] : readBy(tool, words, kinds))];
  return found
    .filter(({ host, kind, name: object }) => isSaid(host) || (kind !== '' && isSaid(object)))
    .map((each) => ({ tool: name, ...each }));
}

type Found = Omit<Awaited, 'tool'>;

function readBy(tool: unknown, words: readonly string[], kinds: unknown): readonly Found[] {
  const options = optionsOf(words, list(entry(tool, 'valued')).map(text));
  switch (text(entry(tool, 'takes'))) {
    case 'host-and-port':
      return [hostAndPort(options.plain)];
    case 'host':
      return options.plain.slice(-1).map((host) => ({ ...NOTHING, host }));
    case 'addresses':
      return words.flatMap(addressIn);
    case 'options':
      return byOptions(tool, options, words);
    case 'objects':
      return objectsIn(options, kinds);
    default:
      return [];
  }
}

interface Options {
  /** The words that are neither an option nor the value of one. */
  readonly plain: readonly string[];
  readonly values: ReadonlyMap<string, string>;
}

/** Options with a value behind them, as a word of its own, behind `=` or, for short ones, at once (`-w30`). */
function optionsOf(words: readonly string[], valued: readonly string[]): Options {
  const plain: string[] = [];
  const values = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) plain.push(word);
    else if (valued.includes(word)) values.set(word, words[(at += 1)] ?? '');
    else {
      const option = valued.find((each) => word.startsWith(each.startsWith('--') ? `${each}=` : each));
      if (option !== undefined) values.set(option, word.slice(option.length).replace(/^=/, ''));
    }
  }
  return { plain, values };
}

function hostAndPort([host = '', port = '']: readonly string[]): Found {
  return { ...NOTHING, host, port: /^\d{1,5}$/.test(port) ? port : '' };
}

function byOptions(tool: unknown, { values }: Options, words: readonly string[]): readonly Found[] {
  const value = (key: string): string =>
    list(entry(tool, key))
      .map((each) => values.get(text(each)) ?? '')
      .find((each) => each !== '') ?? '';
  const host = value('host');
  const port = value('port') || text(entry(tool, 'else'));
  return host === ''
    ? words.flatMap((word) => (word.includes('://') ? addressIn(word) : []))
    : [{ ...NOTHING, host, port }];
}

const ADDRESS =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^/@\s]*@)?([A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)(?::(\d{1,5}))?(?:[/?].*)?$/;
const PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** `host:port`, or a URL; a word alone is none. */
function addressIn(word: string): readonly Found[] {
  const [, scheme = '', host = '', port = ''] = ADDRESS.exec(word) ?? [];
  if (host === '' || (scheme === '' && port === '')) return [];
  return [{ ...NOTHING, host, port: port || (PORTS[scheme] ?? '') }];
}

/** `deployment/db`, `deployment db`, several of them; the namespace by its option. */
function objectsIn({ plain, values }: Options, kinds: unknown): readonly Found[] {
  const namespace = values.get('-n') ?? values.get('--namespace') ?? '';
  const kindOf = (word: string): string => text(entry(kinds, word.toLowerCase().split('.')[0] ?? ''));
  let current = '';
  return plain.flatMap((word) => {
    const [before = '', after = ''] = word.split('/');
    if (after === '' && kindOf(before) !== '' && current === '') current = kindOf(before);
    else if (after !== '' && kindOf(before) !== '')
      return [{ ...NOTHING, kind: kindOf(before), name: after, namespace }];
    else if (after === '' && current !== '') return [{ ...NOTHING, kind: current, name: word, namespace }];
    return [];
  });
}

/** Bash connects to `/dev/tcp/HOST/PORT` by itself. */
function devices(command: Command): readonly Found[] {
  return command.flatMap((word) => {
    const [, host = '', port = ''] = /\/dev\/tcp\/([^/\s]+)\/(\d{1,5})/.exec(word) ?? [];
    return host === '' ? [] : [{ ...NOTHING, host, port }];
  });
}

function isSaid(word: string): boolean {
  return word !== '' && !word.includes(UNKNOWN) && /^[A-Za-z0-9[]/.test(word);
}
