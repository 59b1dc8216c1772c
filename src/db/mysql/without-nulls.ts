type WithoutNulls<T> = { [Name in keyof T]?: Exclude<T[Name], null> }

/** The row without its columns that are NULL. */
export function withoutNulls<T extends object>(row: T): WithoutNulls<T> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<T>
}
