import { DatabaseBusyError } from '../../errors.ts'

/**
 * The value that was found or created under this name before. Throws DatabaseBusyError if it is missing: its row was
 * deleted meanwhile, and a retry creates it.
 */
export function found<T>(byName: ReadonlyMap<string, T>, name: string): T {
  const value = byName.get(name)
  if (value === undefined) throw new DatabaseBusyError({ errno: 0, symbol: 'ROW_VANISHED', where: undefined })
  return value
}
