/** The name of a host as it stands in an address: labels of small letters, digits and hyphens (RFC 1123). */
export const HOST = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*$/;

/** All hosts below one, `*.ai.example.com`. */
export const WILDCARD_HOST =
  /^(?=.{1,253}$)\*\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)+$/;
