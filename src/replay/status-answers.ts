import { resourceName } from './api-resource.ts';
import { isBuiltInGroup } from './known-kinds.ts';
import { jsonAnswer, textAnswer, type HttpAnswer } from './http-answer.ts';

/** What a request is about, as far as a refusal has to name it. */
export interface Subject {
  readonly plural: string;
  readonly group: string;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly subresource?: string | undefined;
}

/** Everything a `Status` object says beyond being one. */
export interface StatusWords {
  readonly code: number;
  readonly reason?: string;
  readonly message: string;
  readonly details?: object;
}

/** A failure as the API reports it: a `Status` object (API reference, `meta/v1` Status) with its code. */
export function statusAnswer({ code, reason, message, details }: StatusWords): HttpAnswer {
  const body = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
  return jsonAnswer(body, code);
}

/** 404 for one object. */
export function notFound(subject: Subject): HttpAnswer {
  const message = `${resourceName(subject)} "${subject.name ?? ''}" not found`;
  return statusAnswer({ code: 404, reason: 'NotFound', message, details: detailsOf(subject) });
}

/** One reason for which what was asked is invalid. */
export interface FieldFault {
  readonly field: string;
  /** `FieldValueForbidden`, … */
  readonly reason: string;
  readonly message: string;
}

/** A field that may not be set as things are. */
export function forbiddenField(field: string, message: string): FieldFault {
  return { field, reason: 'FieldValueForbidden', message: `Forbidden: ${message}` };
}

/** 422 for parameters or an object that contradict the rules; `plural` is the kind, as the server has it here. */
export function invalid(subject: Subject, faults: readonly FieldFault[]): HttpAnswer {
  const told = faults.map(({ field, message }) => `${field}: ${message}`);
  const list = told.length === 1 ? told.join() : `[${told.join(', ')}]`;
  const message = `${resourceName(subject)} ${JSON.stringify(subject.name ?? '')} is invalid: ${list}`;
  const causes = faults.map(({ field, reason, message: why }) => ({ reason, message: why, field }));
  const details = { ...detailsOf(subject), causes };
  return statusAnswer({ code: 422, reason: 'Invalid', message, details });
}

/** 404 for a path below a group that leads to no resource: the groups of Kubernetes itself say it in another way. */
export function nothingThere(group: string): HttpAnswer {
  return isBuiltInGroup(group) ? noSuchResource() : noSuchPath();
}

/** 404 for a path below a group of Kubernetes itself that leads to no resource. */
function noSuchResource(): HttpAnswer {
  const message = 'the server could not find the requested resource';
  return statusAnswer({ code: 404, reason: 'NotFound', message, details: {} });
}

/** 404 for any other path that leads nowhere: an API server says so in plain text. */
export function noSuchPath(): HttpAnswer {
  return textAnswer('404 page not found\n', 404);
}

/** 403 to a request in somebody else's name: a recording knows the rights of the one who made it, and no others. */
export function mayNotImpersonate(user: string): HttpAnswer {
  const what = `users ${JSON.stringify(user)} is forbidden`;
  const message = `${what}: User "reader" cannot impersonate resource "users" in API group "" at the cluster scope`;
  return statusAnswer({ code: 403, reason: 'Forbidden', message, details: { name: user, kind: 'users' } });
}

/**
 * 501 for the OpenAPI documents, of which a recording has none. In plain text and with this code, because kubectl passes
 * on the words of no other refusal of them.
 */
export function noOpenApi(): HttpAnswer {
  return textAnswer('this is a recorded cluster: it has no OpenAPI document and takes no changes', 501);
}

/** 403 in the words of the RBAC authorizer. */
export function forbidden(subject: Subject, verb: string): HttpAnswer {
  const { name, namespace, group } = subject;
  const what = name === undefined ? resourceName(subject) : `${resourceName(subject)} "${name}"`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const resource = subject.subresource === undefined ? subject.plural : `${subject.plural}/${subject.subresource}`;
  const may = `User "reader" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  const message = `${what} is forbidden: ${may}`;
  return statusAnswer({ code: 403, reason: 'Forbidden', message, details: detailsOf(subject) });
}

/** 501 for what the capture knows nothing about: it can neither be shown nor be said to be absent. */
export function notHeld(what: string, subject?: Subject): HttpAnswer {
  const message = `this capture does not hold ${what}`;
  return statusAnswer({ code: 501, reason: 'NotHeld', message, ...(subject && { details: detailsOf(subject) }) });
}

/** 400 with the server's reason. */
export function badRequest(message: string): HttpAnswer {
  return statusAnswer({ code: 400, reason: 'BadRequest', message });
}

/** 405: the replay answers reads only. The first half is what a real server says, the second why this one says it. */
export function methodNotAllowed(): HttpAnswer {
  const message =
    'the server does not allow this method on the requested resource: this is a recorded cluster, it can be looked at and not be changed';
  return statusAnswer({ code: 405, reason: 'MethodNotAllowed', message, details: {} });
}

/** 410 for a continue token whose list is gone. */
export function continueExpired(): HttpAnswer {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';
  return statusAnswer({ code: 410, reason: 'Expired', message });
}

/** `details.kind` holds the plural: that is what the real server writes there. */
function detailsOf({ name, plural, group }: Subject): object {
  return { ...(name && { name }), ...(group !== '' && { group }), kind: plural };
}
