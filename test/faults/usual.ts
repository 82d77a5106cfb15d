import { serveCapture } from '../../src/replay/server.ts';
import type { DrivenCommand } from './commands.ts';
import type { Drive } from './drive.ts';
import { to } from './fault.ts';
import type { Usual } from './judge.ts';
import { onStage } from './stage.ts';

/** Drives a command where nothing goes wrong, and looks which kind it asks for first. */
export function usualOf(command: DrivenCommand, drive: Drive): Promise<Usual> {
  return onStage({ kind: '', api: '' }, async (stage) => {
    const server = await serveCapture(stage.capture);
    stage.finally(() => server.close());
    const { exit } = await drive(command, to(stage.kubeconfigTo(server.url)));
    const [asked] = server.requests().flatMap(({ path }) => kindIn(path));
    if (asked === undefined) throw new Error(`${command.name} asks for no kind`);
    return { exit, ...asked };
  });
}

const LIST = /^(?<api>\/api|\/apis\/[^/]+)\/v[^/]+\/(?:namespaces\/[^/]+\/)?(?<kind>[a-z]+)(?:[/?]|$)/;

/** The plural in the path of a list, and its API; nothing for the version and the discovery. */
function kindIn(path: string): readonly Pick<Usual, 'kind' | 'api'>[] {
  const { api, kind } = LIST.exec(path)?.groups ?? {};
  return api === undefined || kind === undefined ? [] : [{ api, kind }];
}
