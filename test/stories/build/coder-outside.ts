import type { Story } from '../story.ts';

type Answers = NonNullable<Story['commands']>;

/** Where the relay of the server of the stories is. */
export const DERP = 'https://coder.example.org/derp';

/** The certificate for the access URL and what is under it. */
export const coderTrust = {
  trusted: true,
  distrust: '',
  names: ['coder.example.org', '*.coder.example.org'],
  coversName: true,
  validTo: '2026-02-01T00:00:00Z',
};

/** The headers of what Coder itself answers. */
const BY_CODER = { 'x-coder-build-version': 'v2.28.1+2e9ee9e' };

/** What the relay says to a plain question (tailscale, derp/derphttp, Handler). */
export const plainRelay = {
  get: DERP,
  status: 426,
  body: 'DERP requires connection upgrade\n',
  headers: BY_CODER,
  tls: coderTrust,
};

/** A WebSocket that was changed over to, and DERP likewise. */
export const openSocket = {
  get: DERP,
  upgrade: { to: 'websocket', protocol: 'derp' },
  status: 101,
  upgraded: true,
  headers: { upgrade: 'websocket', 'sec-websocket-protocol': 'derp' },
  tls: coderTrust,
};
export const openRelay = {
  get: DERP,
  upgrade: { to: 'derp' },
  status: 101,
  upgraded: true,
  headers: { upgrade: 'DERP', 'derp-public-key': '5f1e' },
  tls: coderTrust,
};

/** The server says who it is at its access URL (codersdk, BuildInfoResponse). */
export const ownBuild = {
  get: 'https://coder.example.org/api/v2/buildinfo',
  status: 200,
  headers: BY_CODER,
  tls: coderTrust,
  body: JSON.stringify({
    external_url: 'https://github.com/coder/coder/commit/2e9ee9e',
    version: 'v2.28.1+2e9ee9e',
    dashboard_url: 'https://coder.example.org',
    telemetry: true,
    workspace_proxy: false,
  }),
};

/** What the network says of WebSockets and DERP, and who answers there, where nothing is wrong with them. */
export const openSockets: Answers = [plainRelay, openSocket, openRelay, ownBuild];
