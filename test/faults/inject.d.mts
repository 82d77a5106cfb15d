/** Loading it is all that it is for. */
export {};
