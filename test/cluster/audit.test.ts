import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { requestsOf, writesAmong } from './cluster/audit.ts';

it('tells who wrote what from the audit log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = join(folder, 'audit.log');
  const event = (username: string, verb: string, resource: string): string =>
    JSON.stringify({ user: { username }, verb, requestURI: `/${resource}`, objectRef: { resource } });
  const events = [
    event('kubedoc', 'list', 'pods'),
    event('oncall', 'patch', 'helmreleases'),
    event('kubedoc', 'create', 'selfsubjectaccessreviews'),
    event('kubedoc', 'delete', 'pods'),
  ];
  writeFileSync(log, `${events.join('\n')}\n`);
  const requests = requestsOf('kubedoc', log);
  expect(requests.map((each) => each.verb)).toEqual(['list', 'create', 'delete']);
  expect(writesAmong(requests)).toEqual([{ user: 'kubedoc', verb: 'delete', resource: 'pods', uri: '/pods' }]);
});
