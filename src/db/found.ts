import { DatabaseBusyError } from '../errors.ts'

/**
 * The id of a row that was just found or created. Throws DatabaseBusyError when it is not there: somebody deleted it in
 * between, and trying again creates it.
 */
export function found(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new DatabaseBusyError({ errno: 0, symbol: 'ROW_VANISHED', where: undefined })
  return id
}
