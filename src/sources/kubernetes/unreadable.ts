import { errorCode } from './trouble.ts';

/** Why a file cannot be read, in words; the code of Node's error where there are none for it. */
export function whyUnreadable(error: unknown): string {
  const code = errorCode(error);
  return WORDS[code] ?? (code || 'no reason given');
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
};
