import { escapeText } from '../text/escape.ts';
import type { Output } from './streams.ts';

/** Terminals drop longer sequences; xterm's limit is about 100 000 characters of base64, the smallest known 74 994. */
const MAX_BYTES = 56_000;

/**
 * Hands text to the terminal's clipboard with the escape sequence OSC 52, so that it works over SSH and starts no
 * program. The terminal never answers, so *true* means sent, not taken. False where there is no terminal or the text
 * is too long (over 56 000 bytes). Dangerous characters are made visible, for the text will be pasted into a shell.
 */
export function copyToClipboard(terminal: Output, text: string): boolean {
  const bytes = Buffer.from(escapeText(text), 'utf8');
  if (terminal.isTTY !== true || bytes.length > MAX_BYTES) return false;
  terminal.write(`\u001b]52;c;${bytes.toString('base64')}\u0007`);
  return true;
}
