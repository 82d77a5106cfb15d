import { ago } from '../kit/moment.ts';
import { WORKERS } from '../kit/workload.ts';

export const SPACE = 'vesperfold';
export const CREATED = ago('77d');
export const HOME = { namespace: SPACE, created: CREATED } as const;
export const LAST_WEEK = ago('6d11h');
/** The node of the database. */
export const STATE_NODE = WORKERS[2];

export const markOf = (name: string): { 'vesper.example/part': string } => ({ 'vesper.example/part': name });
