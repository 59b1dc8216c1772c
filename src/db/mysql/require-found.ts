import { DatabaseBusyError } from '../../errors.ts'

/**
 * What was just found or created under this name. Throws DatabaseBusyError when it is not there: somebody deleted the row in
 * between, and trying again creates it.
 */
export function found<T>(byName: ReadonlyMap<string, T>, name: string): T {
  const value = byName.get(name)
  if (value === undefined) throw new DatabaseBusyError({ errno: 0, symbol: 'ROW_VANISHED', where: undefined })
  return value
}
