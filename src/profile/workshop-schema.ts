import * as z from 'zod';
import { ROLES } from '../model/workshop.ts';
import { regionTrouble } from '../text/aws-region.ts';
import { HOST, WILDCARD_HOST } from '../text/host.ts';
import { isAtLeast } from '../text/quantity.ts';

/** A place of workshops. */
export const contextEntry = z.strictObject({
  context: z.string().min(1).describe('The context of the kubeconfig.'),
  role: z.enum(ROLES).optional().describe('Whether it runs Coder itself or a workspace proxy.'),
  domain: z
    .string()
    .regex(HOST, 'is a host such as ai.example.com, without https:// and path')
    .optional()
    .describe('The host that people open.'),
  wildcard: z
    .string()
    .regex(WILDCARD_HOST, 'is a host that begins with *., such as *.ai.example.com')
    .optional()
    .describe("The host of the workspaces' applications."),
  'aws-profile': z
    .string()
    .regex(/^[^-]/, 'is the name of a profile of the AWS configuration')
    .optional()
    .describe('The profile of the AWS configuration to ask AWS with.'),
  'aws-region': z
    .string()
    .refine((name) => regionTrouble(name) === null, 'is a region of AWS such as eu-central-1')
    .optional()
    .describe('The region that the cluster is in, where it is not found.'),
});

/** As Kubernetes writes it, which takes numbers, too: `cpu: 2`. */
const quantity = (example: string, least: string) => {
  const words = `is an amount such as ${example}, at least ${least}`;
  const enough = (value: string | number): boolean => isAtLeast(String(value), least);
  return z.union([z.string().regex(/^\d/, words).refine(enough, words), z.number().positive().refine(enough, words)]);
};

const NAMESPACE = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

const workspace = z.strictObject({
  cpu: quantity('2 or 500m', '1m').optional().describe('What one asks for.'),
  memory: quantity('4Gi', '1Mi').optional().describe('What one asks for.'),
  'ephemeral-storage': quantity('10Gi', '1Mi').optional().describe('What one writes onto the disk of its node.'),
  'per-participant': z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('How many each person has; one where it is not said.'),
  namespace: z
    .string()
    .regex(NAMESPACE, 'is the name of a namespace: small letters, digits and hyphens')
    .optional()
    .describe('Where they are made.'),
  images: z
    .array(z.string().regex(/^[A-Za-z0-9][\w./:@-]{0,511}$/, 'is an image such as ghcr.io/example/workspace:v1'))
    .optional()
    .describe('The images that they are made of.'),
});

/** What is known of a workshop; what is not is typed, or asked. */
const workshopKeys = {
  participants: z.int().min(1).max(10_000).optional().describe('How many people take part.'),
  start: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/, 'is a time such as 2026-12-01T09:00')
    .optional()
    .describe('When it begins: 2026-12-01T09:00 in the zone, or RFC 3339.'),
  zone: z.string().min(1).optional().describe('The time zone of start, such as Europe/Berlin.'),
  duration: z.string().min(1).optional().describe('How long it takes: 4h, 90m, 1h30m or 2d.'),
  workspace: workspace.optional().describe('What one workspace is.'),
};

/** The only workshop. */
export const workshop = z.strictObject(workshopKeys);

/** One of several. */
export const namedWorkshop = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is a name such as december-berlin')
    .describe('What --workshop calls it.'),
  contexts: z.array(z.string()).min(1).optional().describe('Where it is held; all contexts where it is not said.'),
  ...workshopKeys,
});

export type WorkshopKeys = z.output<typeof workshop>;
export type WorkspaceKeys = z.output<typeof workspace>;
export type ContextKeys = z.output<typeof contextEntry>;
