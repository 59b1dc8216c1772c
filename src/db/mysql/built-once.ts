import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Database } from './schema.ts'

/**
 * A statement that a process builds and compiles once. It is for statements that run for each turn, where building
 * costs more than reading the rows. `kinds` names the arguments, each with the function that makes its kind of text:
 * `{ turnId: asTurnId, since: String }`. `build` gets a placeholder for each argument and may use it in place of any
 * value.
 */
export function builtOnce<Row, const Kinds extends Readonly<Record<string, (text: string) => string>>>(
  kinds: Kinds,
  build: (db: Kysely<Database>, placeholders: Arguments<Kinds>) => Compilable<Row>,
): (db: Kysely<Database>, given: Arguments<Kinds>) => Promise<Row[]> {
  const entries = Object.entries(kinds).map(([name, kind]) => [name, kind(placeholderFor(name))] as const)
  const nameOf = new Map<unknown, string>(entries.map(([name, placeholder]) => [placeholder, name]))
  let built: CompiledQuery<Row> | undefined
  return async (db, given) => {
    built ??= build(db, Object.fromEntries(entries) as Arguments<Kinds>).compile()
    const parameters = built.parameters.map((value) => {
      const name = nameOf.get(value)
      return name === undefined ? value : given[name]
    })
    return (await db.executeQuery<Row>({ ...built, parameters })).rows
  }
}

type Arguments<Kinds extends Readonly<Record<string, (text: string) => string>>> = {
  readonly [Name in keyof Kinds]: ReturnType<Kinds[Name]>
}

/** No value of ours begins with NUL. */
function placeholderFor(name: string): string {
  return `\u0000${name}`
}
