/** How a walk ended: nothing wrong, a cause found, an action under way, or not to be told. */
export type Ending = 'healthy' | 'found' | 'progressing' | 'unclear';
