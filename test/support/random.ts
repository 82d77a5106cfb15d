import fc from 'fast-check';

/**
 * fast-check, with the same cases in every run, so that a tree that passed once passes again wherever it is tested.
 * `KUBEDOC_SEED=random` draws new ones, and a number those that a failure has named.
 */
const wanted = process.env['KUBEDOC_SEED'];

if (wanted !== 'random') fc.configureGlobal({ seed: wanted === undefined ? 1 : Number(wanted) });

export { fc };
