import { type DatabaseConnection, type Dialect, type Driver, Kysely } from 'kysely'
import { createDialect } from '../../src/db/mysql/connect.ts'
import type { Database } from '../../src/db/mysql/schema.ts'

/** A database that refuses all statements after the first `statements`. `begin` and `commit` count too. */
export interface DyingDatabase {
  readonly db: Kysely<Database>
  /** After this number of statements every statement fails, and an open transaction is rolled back, as for a lost client. */
  dieAfter(statements: number): void
}

export function createDyingDatabase(url: string): DyingDatabase {
  const real = createDialect({ url, poolSize: 4 })
  const left = { statements: Infinity }
  const dialect: Dialect = {
    createAdapter: () => real.createAdapter(),
    createQueryCompiler: () => real.createQueryCompiler(),
    createIntrospector: (db) => real.createIntrospector(db),
    createDriver: () => dyingDriver(real.createDriver(), left),
  }
  return {
    db: new Kysely<Database>({ dialect }),
    dieAfter(statements) {
      left.statements = statements
    },
  }
}

function dyingDriver(driver: Driver, left: { statements: number }): Driver {
  return wrap(driver, {
    acquireConnection: async () => dyingConnection(await driver.acquireConnection(), left),
  })
}

function dyingConnection(connection: DatabaseConnection, left: { statements: number }): DatabaseConnection {
  return wrap(connection, {
    async executeQuery<Row>(query: Parameters<DatabaseConnection['executeQuery']>[0]) {
      if (query.sql !== 'rollback') {
        left.statements -= 1
        if (left.statements < 0) throw new Error('died')
      }
      return await connection.executeQuery<Row>(query)
    },
  })
}

/**
 * The same object with some methods of its own; the others run on the original, whose private fields a copy would not
 * have.
 */
function wrap<T extends object>(original: T, methods: Partial<T>): T {
  return new Proxy(original, {
    get(target, name) {
      const value: unknown = Reflect.get(name in methods ? methods : target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
