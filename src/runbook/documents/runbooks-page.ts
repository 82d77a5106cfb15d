import type { Lookup, Runbook } from '../../model/runbook.ts';
import { RELATIONS } from '../../model/runbook.ts';
import { outline } from '../outline.ts';
import { cell, code, GENERATED, inline, page, table } from './markdown.ts';

/** The catalogue as a page: each runbook with its questions, look-ups and findings. */
export function runbooksPage(runbooks: readonly Runbook[]): string {
  return page(['# Runbooks', '', GENERATED, '', ...runbooks.flatMap(section)]);
}

function section(runbook: Runbook): readonly string[] {
  return [
    `## ${runbook.name}`,
    '',
    `**${inline(runbook.title)}**`,
    '',
    inline(runbook.summary),
    '',
    ...(runbook.covers.length === 0 ? [] : [`Covers ${runbook.covers.map(inline).join(', ')}.`, '']),
    '```text',
    ...outline(runbook),
    '```',
    '',
    ...table(['Look-up', 'What', 'Follows from', 'Required'], Object.entries(runbook.lookups).map(lookupRow)),
    ...table(
      ['Finding', 'Layer'],
      Object.entries(runbook.findings).map(([id, { layer }]) => [link(id), layer]),
    ),
  ];
}

function lookupRow([name, lookup]: readonly [string, Lookup]): readonly string[] {
  return [code(name), cell(whatOf(lookup)), cell(followedBy(lookup)), lookup.required === true ? 'yes' : ''];
}

function whatOf(lookup: Lookup): string {
  const { list, get, logs, stats } = lookup;
  if (list !== undefined) return `list ${code(list)}`;
  if (get !== undefined) return `get ${code(get)}`;
  if (logs !== undefined) return `logs of ${code(logs.pod ?? logs.pods ?? '')}, container ${code(logs.container)}`;
  if (stats !== undefined) return `figures of the kubelet of node ${code(stats)}`;
  return outsideOf(lookup);
}

/** What no API server answers. */
function outsideOf({ run, aws, http, token, dns, registry, terraform }: Lookup): string {
  if (aws !== undefined) return `run ${code(`aws ${aws.call}`)}`;
  if (http !== undefined)
    return `GET ${code(http)}${token === undefined ? '' : ` with the token in ${code(token.from)}`}`;
  if (dns !== undefined) return `DNS ${dns.type} of ${code(dns.name)}`;
  if (registry !== undefined)
    return `${registry.parts === true ? 'the parts' : 'the digest'} of image ${code(registry.image)} in its registry`;
  if (terraform !== undefined) return `run ${code(`terraform -chdir={${terraform}} show -json`)}`;
  return `run ${code((run ?? []).join(' '))}`;
}

function followedBy(lookup: Lookup): string {
  const relation = RELATIONS.find((name) => lookup[name] !== undefined);
  return relation === undefined ? '' : `${relation} ${code(lookup[relation] ?? '')}`;
}

function link(id: string): string {
  return `[${id}](findings.md#${id})`;
}
