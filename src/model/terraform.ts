/**
 * What is kept of a state of Terraform: what the provider `coderd` made of templates and organisations. Nothing else of the
 * state leaves the place where it is read. What the state marks as sensitive is as if it were not there: null, or `hidden`.
 */
export interface TerraformState {
  readonly templates: readonly DeclaredTemplate[];
  readonly organisations: readonly DeclaredOrganisation[];
}

/** One `coderd_template`. */
export interface DeclaredTemplate {
  /** As Terraform calls it: `module.a["b"].coderd_template.c`. */
  readonly address: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly displayName: string | null;
  readonly organisationId: string | null;
  /** Why it is not to be used any more; empty where it is. */
  readonly deprecation: string;
  readonly acl: DeclaredAcl;
  /** `unmanaged`: they are null there, so Terraform neither makes nor reads any. */
  readonly versionsTold: Told;
  /** Empty where they are not told. */
  readonly versions: readonly DeclaredVersion[];
}

/** Who may use a template. */
export interface DeclaredAcl {
  /** `unmanaged`: the acl is null there, so Terraform neither sets nor reads it (registry, coder/coderd). */
  readonly told: Told;
  /** Empty where it is not told. */
  readonly groups: readonly DeclaredRole[];
  readonly users: readonly DeclaredRole[];
}

/** Whether the state tells something that Terraform may leave alone. */
export const TOLD = ['yes', 'unmanaged', 'hidden'] as const;
export type Told = (typeof TOLD)[number];

/** Somebody, by id, and what they may do. */
export interface DeclaredRole {
  readonly id: string;
  readonly role: string;
}

/** One version of a template; `active` is null where it is not said. */
export interface DeclaredVersion {
  readonly id: string | null;
  readonly name: string | null;
  readonly active: boolean | null;
  readonly directory: string | null;
}

/** One `coderd_organization`. */
export interface DeclaredOrganisation {
  readonly address: string;
  readonly id: string | null;
  readonly name: string | null;
}
