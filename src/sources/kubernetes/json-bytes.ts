/** The bytes that give JSON its shape (RFC 8259, section 2). Written out: they stand in loops over every byte of a cluster. */
export const JSON_BYTE = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  open: 0x7b,
  close: 0x7d,
} as const;
