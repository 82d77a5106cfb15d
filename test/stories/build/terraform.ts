import { ORGANISATION, TEMPLATE, VERSION, type Answer } from './coder-api.ts';

/** The folder that a person names in the stories. */
export const FOLDER = 'infra/templates';
const RUN = `terraform -chdir=${FOLDER} show -json`;

/** What stands in a state and may be seen by nobody. */
export const SECRET = 'hunter2-of-the-state';

type Values = Readonly<Record<string, unknown>>;

/** A template as `terraform show -json` prints it, with what the provider coder/coderd keeps of it. */
export function declared(change: Values = {}, marks: Values = {}): object {
  return {
    address: 'coderd_template.kubernetes',
    mode: 'managed',
    type: 'coderd_template',
    name: 'kubernetes',
    provider_name: 'registry.terraform.io/coder/coderd',
    schema_version: 0,
    values: {
      id: TEMPLATE,
      name: 'kubernetes',
      display_name: 'Kubernetes',
      description: SECRET,
      organization_id: ORGANISATION,
      deprecation_message: null,
      acl: null,
      versions: [
        version('b7c0f000-1a52-4c64-9a25-0f2bb4fdf6a1', 'old_ada1', false),
        version(VERSION, 'eager_bell4', true),
      ],
      ...change,
    },
    sensitive_values: { versions: [{ tf_vars: [] }, { tf_vars: [] }], ...marks },
  };
}

/** A version of it, with a variable that holds a password. */
export function version(id: string, name: string, active: boolean): object {
  const variables = [{ name: 'registry_password', value: SECRET }];
  return { id, name, active, directory: './kubernetes', directory_hash: SECRET, tf_vars: variables };
}

/** What else is in such a state: an account with its password, and an output. */
const ELSE = {
  address: 'coderd_user.admin',
  mode: 'managed',
  type: 'coderd_user',
  name: 'admin',
  values: { id: SECRET, username: SECRET, password: SECRET },
  sensitive_values: { password: true },
};

/** What Terraform shows of a state with these resources, and of those of a module in a module. */
export function stateOf(resources: readonly object[], below: readonly object[] = []): Answer {
  const inner = { address: 'module.a.module.b', resources: below };
  return shows({
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: {
      outputs: { password: { sensitive: true, type: 'string', value: SECRET } },
      root_module: {
        resources: [ELSE, ...resources],
        ...(below.length === 0 ? {} : { child_modules: [{ address: 'module.a', child_modules: [inner] }] }),
      },
    },
  });
}

/** What it prints, whatever that is. */
export function shows(printed: unknown): Answer {
  return { run: RUN, stdout: typeof printed === 'string' ? printed : JSON.stringify(printed) };
}

/** What it says where it cannot. */
export function showFails(stderr: string): Answer {
  return { run: RUN, exit: 1, stderr };
}

/** It is not on this machine. */
export const NO_PROGRAM: Answer = { run: RUN, absent: true };
