import { faces, type FluxFailure } from './cell.ts';

/** Values, rendering, hooks and the order of releases. */
export const valuesFailures: readonly FluxFailure[] = [
  { id: 'F20', failure: 'values that it refers to are missing or unreadable', ...faces('chart-values/secret-missing') },
  { id: 'F21', failure: 'values do not fit the schema', ...faces('chart-rendering/schema-of-values') },
  { id: 'F22', failure: 'the chart does not render', ...faces('chart-rendering/value-asked-for') },
  { id: 'F23', failure: 'the chart wants another version of Kubernetes', ...faces('chart-rendering/version-too-old') },
  { id: 'F24', failure: 'the post-renderer fails', ...faces('chart-rendering/patch-without-target') },
  { id: 'F25', failure: 'a hook fails', ...faces('chart-hook/hook-gone') },
  { id: 'F26', failure: 'a test fails', ...faces('chart-hook/test-fails') },
  { id: 'F27', failure: 'a dependency is not ready', ...faces('flux-dependency/chain-of-three') },
  { id: 'F28', failure: 'an expression is invalid', ...faces('flux-dependency/expression-invalid') },
];
