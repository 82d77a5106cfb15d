import { entry, field, list, nameOf, record, text } from '../read.ts';

/** What the ConfigMaps of a namespace hold, by their names. */
export type Maps = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** ConfigMaps by their names; none where they are not known. */
export function mapsByName(configmaps: unknown): Maps {
  return new Map(list(configmaps).map((each) => [nameOf(each), record(field(each, 'data'))]));
}

/** The variables of a container that stand in its pod or a ConfigMap; one that it names itself goes before (EnvVar, core/v1). */
export function variablesOf(container: unknown, maps: Maps): readonly (readonly [name: string, value: string])[] {
  const whole = list(entry(container, 'envFrom')).flatMap((each) => {
    const data = maps.get(text(field(each, 'configMapRef.name'))) ?? {};
    return Object.entries(data).map(([key, value]) => [`${text(entry(each, 'prefix'))}${key}`, text(value)] as const);
  });
  const named = list(entry(container, 'env')).map((each) => {
    const from = field(each, 'valueFrom.configMapKeyRef');
    const kept = maps.get(text(entry(from, 'name')))?.[text(entry(from, 'key'))];
    return [text(entry(each, 'name')), text(entry(each, 'value')) || text(kept)] as const;
  });
  return [...new Map([...whole, ...named])];
}
