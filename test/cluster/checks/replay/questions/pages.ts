import { ACCEPT, type Question, read } from '../question.ts';

/** Lists in pages, by resource version, and as a stream. The second pages are asked by `pages.ts` beside this folder. */
export const PAGE_QUESTIONS: readonly Question[] = [
  ...['1', '2', '500', '0', '-1', 'x', ''].map((limit) => read(`/api/v1/namespaces/shop/pods?limit=${limit}`)),
  read('/api/v1/pods?limit=2', ACCEPT.table),
  read('/api/v1/pods?limit=2', ACCEPT['metadata-list']),
  read('/api/v1/pods?limit=2&labelSelector=app'),
  read('/api/v1/pods?limit=2&fieldSelector=status.phase%3DRunning'),
  read('/api/v1/pods?limit=3&labelSelector=app%3Dnothing'),
  read('/apis/example.com/v1/widgets?limit=1'),
  ...['broken', 'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJ4XHUwMDAwIn0', 'eyJ2IjoidjAifQ', ''].map((token) =>
    read(`/api/v1/pods?limit=2&continue=${token}`),
  ),
  read('/api/v1/pods?continue=broken&resourceVersion=5'),
];

const MATCHES = ['', 'NotOlderThan', 'Exact', 'Sometimes'];

/** Lists and objects at a resource version, known, far ahead, and no version at all. */
export const VERSION_QUESTIONS: readonly Question[] = [
  ...['0', 'x', '-5', '999999999'].map((version) =>
    read(`/api/v1/namespaces/shop/configmaps?resourceVersion=${version}`),
  ),
  ...MATCHES.flatMap((match) =>
    ['', '0'].map((version) =>
      read(`/api/v1/namespaces/shop/configmaps?resourceVersion=${version}&resourceVersionMatch=${match}`),
    ),
  ),
  read('/api/v1/namespaces/shop/configmaps?limit=1&resourceVersion=0'),
  read('/api/v1/namespaces/shop/configmaps/settings?resourceVersion=0'),
  read('/api/v1/namespaces/shop/configmaps/settings?resourceVersion=x'),
];

const CONFIGMAPS = '/api/v1/namespaces/shop/configmaps?watch=true&timeoutSeconds=1';

/** Watches of a second: what they begin with, and what they refuse. */
export const WATCH_QUESTIONS: readonly Question[] = [
  read(CONFIGMAPS),
  read(`${CONFIGMAPS}&resourceVersion=0`),
  read(`${CONFIGMAPS}&resourceVersion=0`, ACCEPT.table),
  read(`${CONFIGMAPS}&resourceVersion=0`, ACCEPT.metadata),
  read(`${CONFIGMAPS}&resourceVersion=1`),
  read(`${CONFIGMAPS}&resourceVersion=x`),
  read(`${CONFIGMAPS}&resourceVersionMatch=NotOlderThan`),
  read(`${CONFIGMAPS}&sendInitialEvents=true`),
  read(`${CONFIGMAPS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`),
  read(`${CONFIGMAPS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`),
  read(`${CONFIGMAPS}&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`, ACCEPT.table),
  read(`${CONFIGMAPS}&sendInitialEvents=false&resourceVersionMatch=NotOlderThan`),
  read(`${CONFIGMAPS}&labelSelector=app%3Dweb`),
  read(`${CONFIGMAPS}&labelSelector=((`),
  read(`${CONFIGMAPS}&fieldSelector=metadata.name%3Dsettings`),
  read(`${CONFIGMAPS}&fieldSelector=nothing%3D1`),
  read('/api/v1/namespaces/shop/configmaps?watch=1&timeoutSeconds=1'),
  read('/api/v1/namespaces/shop/configmaps?watch=false'),
  read('/api/v1/namespaces/shop/configmaps?watch=yes&timeoutSeconds=1'),
  read('/api/v1/namespaces/shop/configmaps/settings?watch=true&timeoutSeconds=1'),
  read('/api/v1/watch/namespaces/shop/configmaps?timeoutSeconds=1'),
  read('/apis/example.com/v1/widgets?watch=true&timeoutSeconds=1&resourceVersion=0'),
  read('/apis/example.com/v1/widgets?watch=true&timeoutSeconds=1&resourceVersion=0', ACCEPT.table),
];
