import { type Question, read } from '../question.ts';

const WHOLE = [
  '',
  'container=app',
  'container=missing',
  'timestamps=true',
  'tailLines=2',
  'tailLines=0',
  'tailLines=99',
  'tailLines=-1',
  'tailLines=x',
  'tailLines=2&timestamps=true',
  'sinceSeconds=7200',
  'sinceSeconds=600',
  'sinceSeconds=1',
  'sinceSeconds=0',
  'sinceSeconds=-1',
  'sinceSeconds=x',
  'sinceSeconds=7200&tailLines=1',
  'sinceTime=2020-01-01T00:00:00Z',
  'sinceTime=2999-01-01T00:00:00Z',
  'sinceTime=yesterday',
  'sinceSeconds=60&sinceTime=2020-01-01T00:00:00Z',
  'limitBytes=10',
  'limitBytes=0',
  'limitBytes=-1',
  'limitBytes=99999',
  'limitBytes=40&tailLines=2',
  'limitBytes=30&timestamps=true',
  'follow=false',
  'stream=All',
  'stream=Stdout',
  'stream=Nothing',
  'previous=false',
];

/** Logs of containers that run, crash, wait, are several, or are not there. */
export const LOG_QUESTIONS: readonly Question[] = [
  ...WHOLE.map((query) => log('talker', query)),
  ...['', 'container=left', 'container=right&tailLines=1', 'container=prepare', 'container=middle'].map((query) =>
    log('two', query),
  ),
  ...['', 'previous=true', 'previous=true&tailLines=1&timestamps=true'].map((query) => log('crasher', query)),
  ...['', 'container=app', 'container=missing', 'previous=true', 'tailLines=1'].flatMap((query) => [
    log('gated', query),
    log('unpulled', query),
  ]),
  log('talker', 'previous=true'),
  log('missing', ''),
  log('missing', 'container=app'),
  read('/api/v1/namespaces/nowhere/pods/talker/log'),
  log('talker', '', 'text/plain'),
  log('talker', '', ''),
  log('talker', '', 'application/json, */*'),
  log('talker', '', 'text/html'),
];

function log(pod: string, query: string, accept = 'application/json'): Question {
  return read(`/api/v1/namespaces/shop/pods/${pod}/log${query === '' ? '' : `?${query}`}`, accept);
}
