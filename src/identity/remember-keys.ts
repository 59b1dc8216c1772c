import { type CustomerKey, nameOfKey } from '../domain/identity-link.ts'

/** Decides of each id once. */
export function rememberKeys(decide: (key: CustomerKey) => boolean): (key: CustomerKey) => boolean {
  const known = new Map<string, boolean>()
  return (key) => {
    const name = nameOfKey(key)
    const decided = known.get(name) ?? decide(key)
    known.set(name, decided)
    return decided
  }
}
