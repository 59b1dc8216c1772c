/** Keeps bytes for readers beyond the life of a process, under keys that are digests. It may lose them. */
export interface ReaderStore {
  /** In the order of the keys; undefined: not kept. Throws what the store does. */
  find(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>
  keep(entries: ReadonlyMap<string, Uint8Array>): Promise<void>
}
