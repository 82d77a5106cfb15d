/**
 * What came of asking one query. Not being able to look is an answer too: `denied` and `failed` can only ever lead to
 * *unknown*, never to "healthy".
 */
export type Fact =
  | { readonly state: 'known'; readonly value: unknown }
  | { readonly state: 'absent'; readonly what: 'object' | 'kind' | 'program' }
  | { readonly state: 'denied'; readonly need: string }
  | {
      readonly state: 'failed';
      readonly reason: string;
      readonly hint: string;
      /** Nobody was asked: a capture does not hold the answer, or asking was turned off. */
      readonly unasked?: true;
    };

/** The four states by name. */
export type FactState = Fact['state'];

/** The answer of a check. */
export type Answer = 'yes' | 'no' | 'unknown';
