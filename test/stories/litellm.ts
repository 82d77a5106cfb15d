import { storyOf, type Scene } from './build/ask.ts';
import type { Built } from './build/build.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import {
  account,
  litellmApp,
  MODEL_LOG,
  modelGround,
  modelLog,
  modelRoute,
  modelSecrets,
  SERVES,
  withRole,
} from './build/litellm.ts';
import type { Expected, Story } from './story.ts';

/** LiteLLM at work, and who is refused by whom. What it says is in the words of its source and of public reports. */
const app = litellmApp();
const around = [...modelGround, account, ...modelSecrets];
const whole: readonly Built[] = [...withRole(app), ...around];
const inputs = { workload: 'Deployment/litellm/litellm', container: 'litellm' };

type Lines = Parameters<typeof modelLog>[0];
const scene = (lines: Lines, objects: readonly Built[] = whole): Scene => ({
  objects,
  logs: { [MODEL_LOG]: modelLog([...SERVES, ...lines]) },
});

const about = (name: string, summary: string, of: Scene, expected: Expected): Story =>
  storyOf(`litellm/${name}`, summary, of, expected, { runbook: 'litellm', inputs });

/** One line several times, a minute apart, the last a moment ago. */
const often = (line: string): Lines =>
  ['18:10:01', '18:11:01', '18:12:01', '18:13:01', '18:14:01'].map((at) => [at, line]);

const REFUSED =
  'litellm.AuthenticationError: BedrockException Invalid Authentication - {"message":"The security token included in the request is expired"}';
const RESTS =
  'litellm.types.router.RouterRateLimitError: No deployments available for selected model, Try again in 60 seconds. Passed model=claude-sonnet. pre-call-checks=False, cooldown_list=[]';
const TOO_MANY =
  'litellm.RateLimitError: BedrockException - {"message":"Too many tokens, please wait before trying again."}';
const UNKNOWN =
  'Authentication Error, Invalid proxy server token passed. Received API Key = sk-...GTNw, Key Hash (Token) =88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b. Unable to find token in cache or `LiteLLM_VerificationTokenTable`';
const EXPIRED =
  'Authentication Error - Expired Key. Key Expiry time 2025-11-15 17:55:00+00:00 and current time 2025-11-15 18:14:01+00:00';
const BUDGET = 'litellm.BudgetExceededError: Budget has been exceeded! Current cost: 12.3, Max budget: 12.0';

const READY = 'https://models.example.org/health/readiness';
const ALIVE = { get: 'https://models.example.org/health/liveliness', status: 200, body: '"I\'m alive!"' };
const routed = [...whole, ...modelRoute(app)];

function asked(name: string, summary: string, answer: Readonly<Record<string, unknown>>, expected: Expected): Story {
  const around = [
    ALIVE,
    { get: READY, ...answer },
    { get: 'https://models.example.org/', status: 200, body: '<html></html>' },
    { get: 'http://models.example.org/', status: 200, body: '<html></html>' },
    { dns: 'models.example.org', records: ['203.0.113.20'] },
  ];
  const of = { ...scene([], routed), commands: around };
  return storyOf(`litellm/${name}`, summary, of, expected, {
    runbook: 'litellm',
    inputs: { ...inputs, network: 'yes' },
  });
}

export const litellm: readonly Story[] = [
  about('healthy', 'It serves, and nobody asks it itself.', scene([]), {
    ...healthy,
    says: ['kubedoc diagnose coder --network does'],
  }),
  about(
    'log-empty',
    'It is ready, and its log is empty: who is refused cannot be told.',
    { objects: whole, logs: { [MODEL_LOG]: '' } },
    incomplete({ says: ['the log is empty or gone'] }),
  ),
  about(
    'log-denied',
    'Its log may not be read: who is refused cannot be told.',
    { ...scene(often(REFUSED)), denied: ['pods/log'] },
    incomplete({ says: ['pods/log'] }),
  ),
  about(
    'refused-before-decoy',
    'A provider refused it an hour ago, and nothing since.',
    scene([['17:31:00', REFUSED]]),
    healthy,
  ),
  about(
    'credentials-refused',
    'AWS does not take its credential any more, though its pods were given the role.',
    scene([...often(REFUSED), ['18:14:02', RESTS]]),
    problem('litellm-credentials-refused', 'confirmed', {
      says: ['BedrockException', 'and its pods were given it', 'aws iam get-role --role-name litellm-br-us-east-2'],
      never: ['more pods of LiteLLM'],
    }),
  ),
  about(
    'role-after-pods',
    'The role was written onto its ServiceAccount after its pods were made.',
    scene(
      often(
        'An error occurred (ExpiredTokenException) when calling the InvokeModel operation: The security token included in the request is expired',
      ),
      [...app.all, ...around],
    ),
    problem('litellm-credentials-refused', 'confirmed', {
      says: ['its pods were made without it', 'kubectl rollout restart deployment/litellm -n litellm'],
    }),
  ),
  about(
    'provider-limit',
    'The quota at the provider is used up; all deployments rest after that.',
    scene([...often(TOO_MANY), ['18:14:02', RESTS]]),
    problem('litellm-provider-limit', 'confirmed', {
      says: ['more pods of LiteLLM do not raise it', 'follows from it'],
    }),
  ),
  about(
    'models-rest',
    'All deployments of a model rest, and why is no longer in the lines.',
    scene(often(RESTS)),
    problem('litellm-models-rest', 'likely', { says: ['a credential that it refuses'] }),
  ),
  about(
    'key-unknown',
    'A workspace comes with a key that was rotated away.',
    scene(often(UNKNOWN)),
    problem('litellm-key-unknown', 'confirmed', {
      says: ['It serves; the key was rotated', 'No CronJob was found'],
      never: ['88dc28d0f030c55e'],
    }),
  ),
  about(
    'key-expired',
    'A workspace comes with a key whose time is over.',
    scene(often(EXPIRED)),
    problem('litellm-key-expired', 'confirmed', { says: ['no new key has reached'] }),
  ),
  about(
    'budget-used',
    'A user has spent what he may.',
    scene(often(BUDGET)),
    problem('litellm-budget-used', 'confirmed', {
      says: ['Max budget: 12.0', 'a new key of the same user has no more'],
    }),
  ),
  about('none-wanted-decoy', 'Nobody wants it to run.', { objects: [...stopped(), ...around] }, healthy),
  asked(
    'ready',
    'It calls itself ready.',
    { status: 200, body: '{"status":"healthy","db":"connected","litellm_version":"1.75.0"}' },
    healthy,
  ),
  asked(
    'ready-briefly',
    'A newer one says no more than that it is healthy.',
    { status: 200, body: '{"status":"healthy"}' },
    healthy,
  ),
  asked(
    'wants-key-decoy',
    'It wants a key even there, so it is up.',
    { status: 401, body: '{"error":{"message":"Authentication Error"}}' },
    healthy,
  ),
  asked(
    'without-database',
    'It was given no database.',
    { status: 200, body: '{"status":"healthy","db":"Not connected"}' },
    {
      ...healthy,
      says: ['whoever has the master key'],
    },
  ),
  asked(
    'database-away',
    'Its database cannot be reached.',
    { status: 503, body: '{"status":"healthy"}' },
    problem('litellm-database-away', 'confirmed'),
  ),
  asked(
    'bad-gateway',
    'The load balancer answers, and has nobody behind it.',
    { status: 503, body: '<html><head><title>503 Service Temporarily Unavailable</title></head></html>' },
    problem('litellm-address-of-another', 'likely', { says: ['answers 503'] }),
  ),
  asked(
    'silent',
    'Nobody answers there.',
    { outcome: 'timeout' },
    problem('litellm-silent', 'likely', { says: ['timeout'] }),
  ),
  storyOf(
    'litellm/no-address',
    'No Ingress leads to it, so it is not to be reached from here.',
    scene([]),
    { ...healthy, says: ['kubectl port-forward deployment/litellm -n litellm --context lab 4000'] },
    { runbook: 'litellm', inputs: { ...inputs, network: 'yes' } },
  ),
];

function stopped(): readonly Built[] {
  return [
    {
      ...app.deployment,
      spec: { ...(app.deployment['spec'] as object), replicas: 0 },
      status: {
        observedGeneration: 2,
        conditions: (app.deployment['status'] as { conditions: Built[string] }).conditions,
      },
    },
  ];
}
