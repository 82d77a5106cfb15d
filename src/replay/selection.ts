import type { KubeObject } from '../model/object.ts';

/** Decides whether an object is selected. */
export type Selects = (object: KubeObject) => boolean;

/** A selector that was understood, or what the API server says of one that was not. */
export type Selection = { readonly selects: Selects } | { readonly wrong: string };
