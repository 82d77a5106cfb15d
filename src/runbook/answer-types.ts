import { ANYTHING, listOf, MAP, mapOf, NUMBER, oneOf, orNull, TEXT, YES_OR_NO } from '../expression/static-type.ts';
import { DNS_OUTCOMES, HTTP_OUTCOMES } from '../model/network.ts';
import { SECRET_ADDRESS_OUTCOMES } from '../model/secret-address.ts';
import { TOLD } from '../model/terraform.ts';

/** The answer of a program (model, RunResult). */
export const RUN_RESULT = mapOf({ exit: NUMBER, stdout: TEXT, stderr: TEXT });

/** What is known of a program of the machine (engine, programs). */
export const PROGRAM = mapOf({ name: TEXT, version: TEXT, why: TEXT });
/** What the rules of an escalation may ask of a finding; of no object, the last three are empty. */
export const FINDING = mapOf({
  code: TEXT,
  layer: TEXT,
  severity: TEXT,
  severityRule: TEXT,
  confidence: TEXT,
  title: TEXT,
  kind: TEXT,
  namespace: TEXT,
  name: TEXT,
});

/** The answer of the server query (model, ServerInfo). */
export const SERVER = mapOf({ context: TEXT, namespace: TEXT, version: orNull(TEXT), now: TEXT, eks: orNull(MAP) });

/** What came of one of several calls of AWS (model, EachAnswer). */
export const EACH_ANSWER = mapOf({ of: ANYTHING, state: TEXT, answer: MAP });

/** The log of one of several pods (model, PodLog). */
export const POD_LOG = mapOf({ pod: TEXT, log: TEXT });

/** What a kubelet measures (model, NodeStats). */
const FIGURE = orNull(NUMBER);
const DISK_STATS = mapOf({
  at: TEXT,
  capacity: FIGURE,
  used: FIGURE,
  available: FIGURE,
  inodes: FIGURE,
  inodesFree: FIGURE,
});

/** What a look-up `stats` gives: how full a node is, as its kubelet measures it. */
export const NODE_STATS = mapOf({
  node: TEXT,
  disk: DISK_STATS,
  images: DISK_STATS,
  memory: mapOf({ at: TEXT, used: FIGURE, available: FIGURE }),
  pods: listOf(mapOf({ namespace: TEXT, name: TEXT, disk: FIGURE, inodes: FIGURE, memory: FIGURE })),
});

/** The certificate that a server showed (model, TlsFacts). */
const TLS_FACTS = mapOf({
  trusted: YES_OR_NO,
  distrust: TEXT,
  names: listOf(TEXT),
  coversName: YES_OR_NO,
  validFrom: TEXT,
  validTo: TEXT,
  subject: TEXT,
  issuer: TEXT,
  chain: listOf(TEXT),
  protocol: TEXT,
});

/** What came of asking an address (model, HttpAnswer). */
export const HTTP_ANSWER = mapOf({
  outcome: oneOf(HTTP_OUTCOMES),
  trouble: TEXT,
  address: TEXT,
  status: NUMBER,
  headers: MAP,
  upgraded: YES_OR_NO,
  cut: YES_OR_NO,
  location: TEXT,
  body: TEXT,
  truncated: YES_OR_NO,
  tls: orNull(TLS_FACTS),
});

/** What came of asking a name server (model, DnsAnswer). */
export const DNS_ANSWER = mapOf({ outcome: oneOf(DNS_OUTCOMES), records: listOf(TEXT) });

/** What a registry holds under the name of an image (model, RegistryAnswer). */
export const REGISTRY_ANSWER = mapOf({
  digest: TEXT,
  mediaType: TEXT,
  isIndex: YES_OR_NO,
  parts: listOf(mapOf({ platform: TEXT, architecture: TEXT, digest: TEXT })),
});

/** What is kept of a state of Terraform (model, TerraformState). */
const ROLES = listOf(mapOf({ id: TEXT, role: TEXT }));
const OF_VERSION = { id: orNull(TEXT), name: orNull(TEXT), active: orNull(YES_OR_NO), directory: orNull(TEXT) };

/** What a look-up `terraform` gives: what a state says of templates and organisations. */
export const TERRAFORM_STATE = mapOf({
  templates: listOf(
    mapOf({
      address: TEXT,
      id: orNull(TEXT),
      name: orNull(TEXT),
      displayName: orNull(TEXT),
      organisationId: orNull(TEXT),
      deprecation: TEXT,
      acl: mapOf({ told: oneOf(TOLD), groups: ROLES, users: ROLES }),
      versionsTold: oneOf(TOLD),
      versions: listOf(mapOf(OF_VERSION)),
    }),
  ),
  organisations: listOf(mapOf({ address: TEXT, id: orNull(TEXT), name: orNull(TEXT) })),
});

/** What is kept of the address of a database (model, SecretAddress). */
export const SECRET_ADDRESS = mapOf({
  outcome: oneOf(SECRET_ADDRESS_OUTCOMES),
  keys: listOf(TEXT),
  address: mapOf({ form: TEXT, host: TEXT, port: TEXT, sslmode: TEXT, escaped: YES_OR_NO, padded: YES_OR_NO }),
});
