import { InvalidArgumentError } from 'commander';
import { parseCountText } from '../text/count.ts';
import { isAtLeast, parseQuantity, toBytes, toMillicores, type Quantity } from '../text/quantity.ts';

/** Reads how many there are, at least one and at most ten thousand. */
export function parseCount(text: string): number {
  const count = parseCountText(text);
  if (count === undefined) throw new InvalidArgumentError('Write a whole number from 1 to 10000.');
  return count;
}

/** Reads a quantity of processors as Kubernetes writes it, `2` or `500m`; gives millicores. */
export function parseCores(text: string): number {
  return toMillicores(quantityOf(text, '1m', '2 or 500m'));
}

/** Reads a quantity of bytes as Kubernetes writes it, `4Gi`; gives bytes. */
export function parseBytes(text: string): number {
  return toBytes(quantityOf(text, '1Mi', '4Gi or 512Mi'));
}

function quantityOf(text: string, least: string, example: string): Quantity {
  const quantity = isAtLeast(text, least) ? parseQuantity(text) : undefined;
  if (quantity === undefined) throw new InvalidArgumentError(`Write it as ${example}, at least ${least}.`);
  return quantity;
}

/** Something that is said of a context; of the only one where it names none. */
export interface Attribute {
  readonly context: string | undefined;
  readonly value: string;
}

/** Adds one `CONTEXT=VALUE`, or a value alone. Names of contexts may hold `=`, the values never. */
export function collectAttribute(text: string, before: readonly Attribute[] = []): readonly Attribute[] {
  const at = text.lastIndexOf('=');
  const context = at < 0 ? undefined : text.slice(0, at);
  const value = text.slice(at + 1);
  if (context === '' || value === '') throw new InvalidArgumentError('Write it as CONTEXT=VALUE.');
  return [...before, { context, value }];
}

/** Adds one `NAME=NUMBER` to the thresholds given before it. */
export function collectThreshold(
  text: string,
  before: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const [, name, number] = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)=(\d{1,12}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  if (name === undefined)
    throw new InvalidArgumentError('Write it as NAME=NUMBER, such as participants-per-provisioner=3.');
  return { ...before, [name]: Number(number) };
}
