/** What is wrong with a label's key, in the API server's words; undefined where nothing is. Source: `IsQualifiedName`. */
export function keyFault(key: string): string | undefined {
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (name.includes('/')) return invalid(key, `a qualified name ${NAME_RULE}${PREFIX_RULE}`);
  if (prefix === '') return invalid(key, 'prefix part must be non-empty');
  if (prefix !== undefined && !SUBDOMAIN.test(prefix)) return invalid(key, `prefix part ${SUBDOMAIN_RULE}`);
  if (name === '') return invalid(key, `name part must be non-empty; name part ${NAME_RULE}`);
  if (name.length > MOST) return invalid(key, `name part ${LENGTH_RULE}`);
  return NAME.test(name) ? undefined : invalid(key, `name part ${NAME_RULE}`);
}

/** The same of a label's value. Source: `IsValidLabelValue`. */
export function valueFault(value: string): string | undefined {
  if (value.length > MOST) return invalid(value, LENGTH_RULE);
  return value === '' || NAME.test(value) ? undefined : invalid(value, VALUE_RULE);
}

const MOST = 63;
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

const LENGTH_RULE = `must be no more than ${MOST} characters`;
const CHARACTERS =
  "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'My";
const NAME_RULE = `must consist of ${CHARACTERS}Name',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`;
const PREFIX_RULE = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
const VALUE_RULE = `a valid label must be an empty string or consist of ${CHARACTERS}Value',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

function invalid(text: string, rule: string): string {
  return `Invalid value: ${JSON.stringify(text)}: ${rule}`;
}
