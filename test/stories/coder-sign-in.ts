import type { Story } from './story.ts';

export const coderSignIn: readonly Story[] = [];
