import { expect, it } from 'vitest';
import { requestsIn } from './cluster/audit.ts';

const event = (auditID: string, more: object): string =>
  JSON.stringify({ auditID, user: { username: 'kubedoc' }, userAgent: 'kubedoc', verb: 'get', ...more });

it('reads from an event who asked, as whom, with what, for what, and what came', () => {
  const line = event('1', {
    requestURI: '/api/v1/namespaces/coder/secrets/db',
    objectRef: { resource: 'secrets', namespace: 'coder', name: 'db', apiVersion: 'v1' },
    impersonatedUser: { username: 'nobody' },
    responseStatus: { code: 200 },
    responseObject: { kind: 'PartialObjectMetadata' },
  });
  expect(requestsIn(`${line}\n`)).toEqual([
    {
      user: 'kubedoc',
      as: 'nobody',
      agent: 'kubedoc',
      verb: 'get',
      group: '',
      resource: 'secrets',
      uri: '/api/v1/namespaces/coder/secrets/db',
      status: 200,
      answer: 'PartialObjectMetadata',
    },
  ]);
});

it('keeps the subresource, counts what has two events once, and leaves a line that is still being written', () => {
  const objectRef = { resource: 'pods', subresource: 'log', apiVersion: 'v1' };
  const begun = event('1', { stage: 'ResponseStarted', objectRef, responseStatus: { code: 200 } });
  const ended = event('1', { stage: 'ResponseComplete', objectRef, responseStatus: { code: 200 } });
  const other = event('2', { requestURI: '/version' });
  const requests = requestsIn(`${begun}\n${ended}\n${other}\n${event('3', {}).slice(0, 20)}`);
  expect(requests.map(({ resource, uri }) => [resource, uri])).toEqual([
    ['pods/log', ''],
    ['', '/version'],
  ]);
});
