/**
 * Calls `make` at the first use only, and returns the same value from then on. Tables that few processes need then cost
 * none of them a slower start.
 */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
