type WithoutNulls<T> = { [Name in keyof T]?: Exclude<T[Name], null> }

/** The row without the columns that hold nothing. */
export function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<T>
}
