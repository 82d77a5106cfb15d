import type { Scene } from './build/ask.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { checkStory } from './build/preflight-place.ts';
import type { Expected, Story } from './story.ts';

/** Whether one of several contexts runs Coder, which is asked before all else. */
const nothing: Scene = { objects: [] };

interface Seen {
  readonly context: string;
  readonly value: number | null;
}
const seen = (context: string, value: number | null): Seen => ({ context, value });

function over(name: string, summary: string, servers: readonly Seen[], expected: Expected, role = ''): Story {
  const roles = servers.map(({ context }) => ({ context, value: role }));
  return checkStory('servers', name, summary, nothing, expected, { servers, roles });
}

export const preflightServers: readonly Story[] = [
  over(
    'pass',
    'One of three contexts runs the server.',
    [seen('us-east', 1), seen('eu-west', 0), seen('ap-south', 0)],
    {
      ...healthy,
      says: ['"detail":"us-east"'],
    },
  ),
  over(
    'one-is-enough',
    'The server was seen, and another cluster was not reached.',
    [seen('us-east', 1), seen('eu-west', null)],
    healthy,
  ),
  over(
    'fail',
    'Neither of two clusters runs one.',
    [seen('us-east', 0), seen('eu-west', 0)],
    problem('no-server-anywhere', 'confirmed', {
      says: ['No context runs Coder: looked at us-east, eu-west', '"severity":"P1"'],
    }),
  ),
  over(
    'unknown',
    'One cluster runs none, and the other was not reached.',
    [seen('us-east', 0), seen('eu-west', null)],
    incomplete({ says: ['Whether eu-west runs a Coder server was not seen'] }),
  ),
  over(
    'proxies-alone',
    'Both are to be proxies, and are; the control plane was not named.',
    [seen('eu-west', 0), seen('ap-south', 0)],
    incomplete({ says: ['eu-west, ap-south are to run workspace proxies alone'] }),
    'proxy',
  ),
];
