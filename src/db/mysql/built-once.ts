import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Database } from './schema.ts'

/**
 * A statement that is built and compiled once in a process: for those that run for each turn, where building costs more than
 * reading the answer. `build` gets a stand-in for each argument, and may use it wherever a value goes; all are strings.
 */
export function builtOnce<Row, const Name extends string>(
  names: readonly Name[],
  build: (db: Kysely<Database>, stands: Readonly<Record<Name, string>>) => Compilable<Row>,
): (db: Kysely<Database>, given: Readonly<Record<Name, string>>) => Promise<Row[]> {
  const nameOf = new Map<unknown, Name>(names.map((name) => [standFor(name), name]))
  let built: CompiledQuery<Row> | undefined
  return async (db, given) => {
    built ??= build(
      db,
      Object.fromEntries(names.map((name) => [name, standFor(name)])) as Record<Name, string>,
    ).compile()
    const parameters = built.parameters.map((value) => {
      const name = nameOf.get(value)
      return name === undefined ? value : given[name]
    })
    return (await db.executeQuery<Row>({ ...built, parameters })).rows
  }
}

/** No value of ours begins with it. */
function standFor(name: string): string {
  return `\u0000${name}`
}
