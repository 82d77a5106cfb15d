import {
  type DeclaredAcl,
  type DeclaredOrganisation,
  type DeclaredRole,
  type DeclaredTemplate,
  type DeclaredVersion,
  type TerraformState,
} from '../model/terraform.ts';
import { own } from './own.ts';
import { redactText } from './redact.ts';
import { isRecord } from './record.ts';

/** What is read of the state, or in a few words why it cannot be. */
export type ReadState = TerraformState | { readonly wrong: string };

/** No state that anybody can look after has more of these; what is behind them would go unseen. */
const MOST_RESOURCES = 2000;
/** Modules in a state, of all depths together. */
const MOST_MODULES = 20_000;
/** No name, id or path is longer; one that is is not taken. */
const LONGEST = 1000;

/** Majors of the format that are known: 0.1 and 0.2 came before 1.0 and differ in nothing that is read here (Terraform, JSON output format). */
const FORMAT = /^(?:0\.[12]|1\.\d+)$/;

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Reads what `terraform show -json` prints of a state. Of it remain the resources that are managed and of the types
 * `coderd_template` and `coderd_organization`, of these the attributes that `TerraformState` names, and of those none that
 * `sensitive_values` marks. Without `values` the state is empty (nothing was applied yet), which is an answer.
 */
export function readState(text: string): ReadState {
  const shown = parsed(text);
  if (!isRecord(shown)) return { wrong: 'what it prints is no JSON object' };
  const format = own(shown, 'format_version');
  if (typeof format !== 'string' || !/^\d{1,4}\.\d{1,4}$/.test(format))
    return { wrong: 'it names no version of its format' };
  if (!FORMAT.test(format)) return { wrong: `its format ${format} is not known` };
  const values = own(shown, 'values') ?? {};
  const root = isRecord(values) ? (own(values, 'root_module') ?? {}) : undefined;
  const resources = root === undefined ? undefined : resourcesOf(root);
  if (resources === undefined) return { wrong: 'what it prints has another shape than a state' };
  const wanted = resources.filter(isWanted);
  if (wanted.length > MOST_RESOURCES) return { wrong: `there are more than ${MOST_RESOURCES} templates in it` };
  if (!wanted.every((each) => isRecord(own(each, 'values'))))
    return { wrong: 'what it prints has another shape than a state' };
  return {
    templates: wanted.filter((each) => own(each, 'type') === 'coderd_template').map(templateOf),
    organisations: wanted.filter((each) => own(each, 'type') === 'coderd_organization').map(organisationOf),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The resources of a module and of those below it; undefined where something there is no module or no resource. */
function resourcesOf(root: unknown): readonly Mapping[] | undefined {
  const found: Mapping[] = [];
  const modules = [root];
  // What is added to a list while it is walked is walked too; the depth has no bound.
  for (const module of modules) {
    if (!isRecord(module) || modules.length > MOST_MODULES) return undefined;
    const resources = listOf(module, 'resources');
    const below = listOf(module, 'child_modules');
    if (resources === undefined || below === undefined || !resources.every(isRecord)) return undefined;
    // One by one: as arguments of one call a long list is too much.
    for (const resource of resources) found.push(resource);
    for (const each of below) modules.push(each);
  }
  return found;
}

/** Left out where it is empty. */
function listOf(module: Mapping, key: string): readonly unknown[] | undefined {
  const value = own(module, key) ?? [];
  return Array.isArray(value) ? value : undefined;
}

/** What is deposed waits to be destroyed, and another instance stands at its address. */
function isWanted(resource: Mapping): boolean {
  const type = own(resource, 'type');
  const isOurs = type === 'coderd_template' || type === 'coderd_organization';
  return isOurs && own(resource, 'mode') === 'managed' && (own(resource, 'deposed_key') ?? '') === '';
}

/** The attributes of a resource, each only as far as it is not marked. */
interface Attributes {
  readonly values: unknown;
  readonly marks: unknown;
}

function attributesOf(resource: Mapping): Attributes {
  // Without marks, as versions of Terraform before 0.15 print it, it is not known what is sensitive.
  return { values: own(resource, 'values'), marks: own(resource, 'sensitive_values') ?? true };
}

function templateOf(resource: Mapping): DeclaredTemplate {
  const attributes = attributesOf(resource);
  return {
    address: addressOf(resource),
    id: textAt(attributes, 'id'),
    name: textAt(attributes, 'name'),
    displayName: textAt(attributes, 'display_name'),
    organisationId: textAt(attributes, 'organization_id'),
    deprecation: textAt(attributes, 'deprecation_message') ?? '',
    acl: aclOf(at(attributes, 'acl')),
    ...versionsOf(at(attributes, 'versions')),
  };
}

function organisationOf(resource: Mapping): DeclaredOrganisation {
  const attributes = attributesOf(resource);
  return { address: addressOf(resource), id: textAt(attributes, 'id'), name: textAt(attributes, 'name') };
}

/** Keys of `for_each` stand in it, which no mark covers: what could be a secret is taken out. */
function addressOf(resource: Mapping): string {
  const address = own(resource, 'address');
  return typeof address === 'string' ? redactText(address).slice(0, LONGEST) : '';
}

/** An attribute with its marks. */
function at({ values, marks }: Attributes, key: string): Attributes {
  if (marks === true) return { values: undefined, marks };
  return {
    values: isRecord(values) ? own(values, key) : undefined,
    marks: isRecord(marks) ? own(marks, key) : undefined,
  };
}

function textAt(attributes: Attributes, key: string): string | null {
  const { values, marks } = at(attributes, key);
  const isTold = typeof values === 'string' && values.length <= LONGEST && !hasMark(marks);
  return isTold ? redactText(values) : null;
}

function versionOf(version: Attributes): DeclaredVersion {
  const active = at(version, 'active');
  return {
    id: textAt(version, 'id'),
    name: textAt(version, 'name'),
    active: typeof active.values === 'boolean' && !hasMark(active.marks) ? active.values : null,
    directory: textAt(version, 'directory'),
  };
}

function versionsOf({ values, marks }: Attributes): Pick<DeclaredTemplate, 'versionsTold' | 'versions'> {
  if (marks !== true && (values === null || values === undefined)) return { versionsTold: 'unmanaged', versions: [] };
  if (!Array.isArray(values) || marks === true) return { versionsTold: 'hidden', versions: [] };
  return { versionsTold: 'yes', versions: elementsOf(values, marks).map(versionOf) };
}

/** The elements of a list, each with its own marks. */
function elementsOf(values: readonly unknown[], marks: unknown): readonly Attributes[] {
  const each: readonly unknown[] = Array.isArray(marks) ? marks : [];
  return values.map((value, index) => ({ values: value, marks: each[index] }));
}

const HIDDEN: DeclaredAcl = { told: 'hidden', groups: [], users: [] };

/** With one mark somewhere all of it is hidden: a part of a list of permissions would be taken for the whole. */
function aclOf({ values, marks }: Attributes): DeclaredAcl {
  if (hasMark(marks)) return HIDDEN;
  if (values === undefined || values === null) return { ...HIDDEN, told: 'unmanaged' };
  const groups = isRecord(values) ? rolesOf(own(values, 'groups')) : undefined;
  const users = isRecord(values) ? rolesOf(own(values, 'users')) : undefined;
  return groups === undefined || users === undefined ? HIDDEN : { told: 'yes', groups, users };
}

function rolesOf(entries: unknown): readonly DeclaredRole[] | undefined {
  if (!Array.isArray(entries)) return undefined;
  const roles = (entries as readonly unknown[]).map((each) => {
    const id = isRecord(each) ? own(each, 'id') : undefined;
    const role = isRecord(each) ? own(each, 'role') : undefined;
    return isShort(id) && isShort(role) ? { id: redactText(id), role: redactText(role) } : undefined;
  });
  return roles.every((each) => each !== undefined) ? roles : undefined;
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST;
}

/** Whether something in it is marked, at any depth. */
function hasMark(marks: unknown): boolean {
  const left = [marks];
  for (const mark of left) {
    if (mark === true) return true;
    if (typeof mark === 'object' && mark !== null) for (const each of Object.values(mark)) left.push(each);
  }
  return false;
}
