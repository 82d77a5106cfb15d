import type { Complaint } from '../runbook/shape-issue.ts';
import type { Path } from '../runbook/source.ts';
import { suggestion } from '../runbook/suggest.ts';
import { wrongWindow } from '../text/window.ts';
import { readMirrors } from './mirror-schema.ts';
import type { ProfileKeys } from './profile-schema.ts';
import type { WorkshopKeys } from './workshop-schema.ts';

/** What is wrong with a profile of the right shape: names that stand twice or nowhere, and times that never come. */
export function profileComplaints(keys: ProfileKeys): readonly Complaint[] {
  const { contexts = [], workshop, workshops } = keys;
  const names = contexts.map(({ context }) => context);
  return [
    ...twice(names, 'the context', (index) => ['contexts', index, 'context']),
    ...bothForms(workshop, workshops),
    ...(workshop === undefined ? [] : wrongTimes(workshop, ['workshop'])),
    ...(workshops ?? []).flatMap((one, index) => [
      ...wrongTimes(one, ['workshops', index]),
      ...strangers(one.contexts ?? [], names, ['workshops', index, 'contexts']),
    ]),
    ...twice(
      (workshops ?? []).map(({ name }) => name),
      'the workshop',
      (index) => ['workshops', index, 'name'],
    ),
    ...wrongMirrors(keys),
  ];
}

function twice(names: readonly string[], what: string, pathOf: (index: number) => Path): readonly Complaint[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [complaint(pathOf(index), `${what} "${name}" stands here twice`)] : [],
  );
}

function bothForms(workshop: unknown, workshops: unknown): readonly Complaint[] {
  if (workshop === undefined || workshops === undefined) return [];
  return [complaint(['workshop'], 'there is a list of workshops, too: put it among them', 'key')];
}

/** Two places that one image comes from would be a guess, and one that is copied onto itself is none. */
function wrongMirrors({ mirrors }: ProfileKeys): readonly Complaint[] {
  const known = readMirrors(mirrors);
  return [
    ...twice(
      known.map(({ to }) => to),
      'the mirror',
      (index) => ['mirrors', index, 'to'],
    ),
    ...known.flatMap(({ from, to }, index) =>
      from === to ? [complaint(['mirrors', index, 'from'], `${from} is the mirror itself`)] : [],
    ),
  ];
}

/** A local time without a zone depends on the machine: it is looked at when the machine is known. */
function wrongTimes({ start, duration, zone }: WorkshopKeys, path: Path): readonly Complaint[] {
  const wrong = wrongWindow({ start: start ?? ANY_TIME, duration: duration ?? '1h', zone: zone ?? 'UTC' });
  return wrong === undefined ? [] : [complaint([...path, wrong.wrong], `${wrong.why} (${wrong.hint})`)];
}

const ANY_TIME = '2026-12-01T09:00';

function strangers(contexts: readonly string[], known: readonly string[], path: Path): readonly Complaint[] {
  return contexts.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [complaint([...path, index], `there is no context "${name}" in this profile${suggestion(name, known)}`)],
  );
}

function complaint(path: Path, message: string, on: Complaint['on'] = 'value'): Complaint {
  return { path, on, message, rule: 'profile' };
}
