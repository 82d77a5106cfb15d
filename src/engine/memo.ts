import type { Fact } from '../model/fact.ts';
import type { Query } from '../model/query.ts';
import type { World } from '../model/world.ts';
import { describeQuery } from '../text/query-text.ts';

/** How a query is answered. */
export type LookUp = (query: Query) => Promise<Fact>;

/** The same look-up, in which equal queries are asked once. */
export function memoise(lookUp: LookUp): LookUp {
  const asked = new Map<string, Promise<Fact>>();
  return (query) => {
    const key = keyOfQuery(query);
    const known = asked.get(key);
    if (known !== undefined) return known;
    const answer = lookUp(query);
    asked.set(key, answer);
    return answer;
  };
}

/** The same world, in which equal queries are asked once and every wait is told. */
export function remember(world: World): World {
  return {
    ask: (question) => world.ask(question),
    tell: (event) => {
      world.tell(event);
    },
    lookUp: memoise((query) => told(world, query)),
  };
}

async function told(world: World, query: Query): Promise<Fact> {
  const lookup = describeQuery(query);
  world.tell({ event: 'waiting', lookup });
  const fact = await world.lookUp(query);
  world.tell({ event: 'arrived', lookup });
  return fact;
}

/** A text that is equal for equal queries, whatever the order of their fields. */
function keyOfQuery(query: Query): string {
  return JSON.stringify(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)));
}
