/** Bytes that are put together out of pieces that are gone as soon as they were handed over. */
export class ByteStore {
  #room = Buffer.allocUnsafe(4 * 1024);
  #size = 0;

  /** How many bytes it holds. */
  get size(): number {
    return this.#size;
  }

  /** Adds a copy of a part of a piece. */
  add(piece: Buffer, from = 0, to = piece.length): void {
    const size = this.#size + to - from;
    if (size > this.#room.length) this.#grow(size);
    piece.copy(this.#room, this.#size, from, to);
    this.#size = size;
  }

  /** What it holds, as UTF-8. */
  text(): string {
    return this.#room.toString('utf8', 0, this.#size);
  }

  /** What it holds; it is the store's own, and changes with the next that is added. */
  bytes(): Buffer {
    return this.#room.subarray(0, this.#size);
  }

  clear(): void {
    this.#size = 0;
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(size * 2);
    this.#room.copy(larger, 0, 0, this.#size);
    this.#room = larger;
  }
}
