import * as z from 'zod';
import { DNS_TYPES, UPGRADES, type Upgrade } from '../model/network.ts';
import {
  MOST_CALLS,
  type AwsLookup,
  type DnsLookup,
  type LogsLookup,
  type RegistryLookup,
} from '../model/lookup-forms.ts';
import { USUAL_BODY_KIB, type TokenUse } from '../model/query.ts';
import type { GivenCall, Input, Lookup, ProbeCall, RuledOutSpec, EvidenceSpec } from '../model/runbook.ts';
import type { Topic } from '../model/topic.ts';
import { expression, identifier, kebab, text, words, type ShapeOf } from './schema-parts.ts';

/** What a person can ask `kubedoc diagnose` about. */
export const topic = z.strictObject({
  name: kebab.describe('The word behind `kubedoc diagnose`.'),
  about: text.describe('What it is about, in a few words.'),
  named: z.exactOptional(kebab).describe('The runbook that begins where one object is named.'),
  everywhere: z.exactOptional(z.boolean()).describe('Without -n all namespaces are meant, not that of the context.'),
  changes: z.exactOptional(kebab).describe('The runbook that tells what was changed, where somebody asks since when.'),
} satisfies ShapeOf<Topic>);

/** An input. */
export const input = z.strictObject({
  kind: text.describe('A kind such as HelmRelease, `object` for an object of any kind, `list`, `number` or `text`.'),
  optional: z.exactOptional(z.boolean()).describe('Whoever enters the runbook may leave it out; then it is null.'),
  throughout: z
    .exactOptional(z.boolean())
    .describe('Left out by whoever enters the runbook, it has the value that the walk began with, if any.'),
} satisfies ShapeOf<Input>);

const logs = z.strictObject({
  pod: z.exactOptional(expression).describe('The pod.'),
  pods: z
    .exactOptional(expression)
    .describe('Several pods in place of one; gives a list of `pod` (its name) and `log`.'),
  most: z.exactOptional(z.int().min(1).max(10)).describe('How many of several pods are read, from the first.'),
  container: expression.describe("The container's name."),
  previous: z.exactOptional(z.boolean()).describe("The log of the container's previous run."),
  tail: z.exactOptional(z.int().min(1).max(1000)).describe('How many of the last lines.'),
  times: z
    .exactOptional(z.boolean())
    .describe('With the time at the head of each line, which probes over logs take off.'),
  'readiness-is-blind': z
    .exactOptional(z.boolean())
    .describe("The pod's readiness does not test the thing in doubt, so a ready pod's log may be read."),
  'never-empty': z
    .exactOptional(z.boolean())
    .describe('The program says something when it starts: of a ready pod a log that is empty or gone was not seen.'),
} satisfies ShapeOf<LogsLookup>);

const dns = z.strictObject({
  name: expression.describe('The name to look up.'),
  type: z.enum(DNS_TYPES).describe('The type of the records.'),
  server: z.exactOptional(expression).describe('The address of the name server; those of this machine without it.'),
} satisfies ShapeOf<DnsLookup>);

const registry = z.strictObject({
  image: expression.describe('The name of the image with its tag or digest; nothing is asked where it is empty.'),
  parts: z
    .exactOptional(z.boolean())
    .describe('Its parts as well, one per platform. Registries count that as a pull, so it is asked late.'),
} satisfies ShapeOf<RegistryLookup>);

const aws = z.strictObject({
  call: z
    .string()
    .regex(/^[a-z][a-z0-9-]* [a-z][a-z0-9-]*$/, 'is a service and an operation, such as eks describe-cluster')
    .describe('Service and operation, as the aws program has them; one that only reads and prints no credential.'),
  at: expression.describe('An object with region and account, empty where they are not known.'),
  options: z
    .exactOptional(z.record(kebab, expression))
    .describe(
      'Its options: each a text or a list of texts. Where one is empty nothing is named, and nothing is asked.',
    ),
  each: z
    .exactOptional(expression)
    .describe('A list: it is called once per element, `item` in the options, and gives a list of what came of each.'),
  most: z
    .exactOptional(z.int().min(1).max(MOST_CALLS))
    .describe(`How many elements are asked about, from the first; ${MOST_CALLS} without it.`),
} satisfies ShapeOf<AwsLookup>);

const token = z.strictObject({
  header: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/, 'is the name of a header, such as Coder-Session-Token')
    .describe('The header that it is sent under.'),
  from: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*_TOKEN$/, 'is the name of a variable that ends with _TOKEN')
    .describe("The variable of kubedoc's environment that holds it."),
  for: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*_URL$/, 'is the name of a variable that ends with _URL')
    .describe('The variable that holds the address whose origin alone it is sent to.'),
} satisfies ShapeOf<TokenUse>);

/** Pages of health and lists of jobs have some hundred KiB; what is larger is nothing that a walk should read. */
const MOST_BODY_KIB = 4096;

/** It is waited for, and it is a part of the time that one question has. */
const MOST_HOLD_SECONDS = 3;

const upgrade = z.strictObject({
  to: z.enum(UPGRADES).describe('The protocol that the connection is to change to.'),
  protocol: z
    .exactOptional(kebab)
    .describe('What is to be spoken over a WebSocket (Sec-WebSocket-Protocol), where the server asks for that.'),
  hold: z
    .exactOptional(z.number().positive().max(MOST_HOLD_SECONDS))
    .describe('For how many seconds it is held open once it has changed over; whether it was ended is told as `cut`.'),
} satisfies ShapeOf<Upgrade>);

const relation = z.exactOptional(expression);

/** A look-up. Which keys go together is checked by a rule. */
export const lookup = z.strictObject({
  list: z.exactOptional(text).describe('All objects of a kind: `plural.group`, such as deployments.apps.'),
  get: z.exactOptional(text).describe('One object by name: `plural.group`.'),
  logs: z.exactOptional(logs).describe("The last lines of one container's log."),
  stats: z
    .exactOptional(expression)
    .describe('The name of the node whose kubelet is asked what it measures; only with --node-stats.'),
  run: z
    .exactOptional(z.array(words).min(1))
    .describe('What a program on this machine says, word by word, with placeholders.'),
  'in-cluster': z
    .exactOptional(z.boolean())
    .describe('The program asks the cluster of the walk, as a program that is declared with `cluster` can.'),
  aws: z.exactOptional(aws).describe('What AWS is asked, as whoever the aws program is signed in as.'),
  http: z
    .exactOptional(expression)
    .describe('The address that one GET is sent to; nothing is asked where it is empty.'),
  token: z.exactOptional(token).describe('The token that goes with it; without one for that address it is skipped.'),
  'most-kib': z
    .exactOptional(z.int().min(1).max(MOST_BODY_KIB))
    .describe(`How much of the answer's body is kept, in KiB; ${USUAL_BODY_KIB} without it.`),
  upgrade: z
    .exactOptional(upgrade)
    .describe('The GET asks the connection to change to this; what is answered is told as `upgraded`.'),
  dns: z.exactOptional(dns).describe('What a name server is asked.'),
  registry: z.exactOptional(registry).describe('What the registry of an image is asked, without any credential.'),
  terraform: z
    .exactOptional(expression)
    .describe(
      "The folder whose state of Terraform is read for what it says of Coder's templates; nothing is run where it is empty.",
    ),
  name: z.exactOptional(expression).describe('The name of the object to get; nothing is asked where it is empty.'),
  namespace: z.exactOptional(expression).describe('The namespace; all of them where it is left out or null.'),
  labels: z.exactOptional(words).describe('A label selector.'),
  fields: z.exactOptional(words).describe('A field selector.'),
  where: z.exactOptional(expression).describe('Keeps the elements for which it holds; `item` is the element.'),
  read: z
    .exactOptional(z.enum(['metadata', 'address']))
    .describe(
      'metadata: the content never leaves the server. address: of one key of a Secret that a person has named, where the database is; nothing else is kept.',
    ),
  key: z.exactOptional(expression).describe('The key of the Secret that `read: address` reads.'),
  keep: z.exactOptional(z.array(text).min(1)).describe('The paths that are kept; everything else is dropped.'),
  when: z.exactOptional(expression).describe('Asked only if this holds.'),
  late: z.exactOptional(z.boolean()).describe('Asked only once something names it.'),
  required: z.exactOptional(z.boolean()).describe('"Healthy" is impossible without it.'),
  'if-served': z
    .exactOptional(z.boolean())
    .describe('Where the server does not have the kind there is nothing, and nothing went unseen.'),
  'owned-by': relation.describe('The owner, by ownerReferences.'),
  'applied-by': relation.describe('The HelmRelease or Kustomization that applied it.'),
  'selected-by': relation.describe('The object whose spec.selector picks it.'),
  about: relation.describe('The object that these events are about.'),
  'referenced-by': relation.describe('The object that names it.'),
  'awaited-by': relation.describe('The Flux objects whose spec.dependsOn names it.'),
  'mounted-by': relation.describe('The pod that mounts it.'),
  'placed-by': relation.describe('The pod that runs there.'),
} satisfies ShapeOf<Lookup>);

const probeCall = z.strictObject({
  probe: text.describe("The probe's name."),
  with: z.record(identifier, expression).default({}).describe('Its arguments.'),
  patterns: z
    .exactOptional(z.array(text).min(1))
    .describe('The files of log patterns that it gets as its argument patterns; `all` for every one.'),
} satisfies ShapeOf<Omit<ProbeCall, 'given'>>);

const givenCall = z.strictObject({
  'given-by': kebab.describe('The runbook that gives it: one that has `gives` in place of steps.'),
  with: z.record(identifier, expression).default({}).describe('Its inputs.'),
} satisfies ShapeOf<GivenCall>);

/** A derived value. */
export const derived = z.union([expression, probeCall, givenCall]);

/** One field of one object. */
export const evidence = z.strictObject({
  of: expression.describe('The object.'),
  field: text.describe('A path inside the object, such as status.conditions[type=Ready].message.'),
  when: z.exactOptional(expression).describe('Shown only if this holds: one line of CEL.'),
} satisfies ShapeOf<EvidenceSpec>);

/** What is excluded, and by what. */
export const ruledOut = z.strictObject({
  what: words.describe('The cause that is excluded, in words with placeholders.'),
  by: words.describe('What excludes it, in words with placeholders.'),
} satisfies ShapeOf<RuledOutSpec>);
