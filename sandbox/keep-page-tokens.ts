import { createDatabase } from '../src/db/mysql/connect.ts'
import { createAppParams } from '../src/db/pages/app-params.ts'
import { pageTokenKey } from '../src/db/pages/page-tokens.ts'
import { asPageId } from '../src/domain/ids.ts'
import { createRegisteredPages } from '../src/db/pages/registered-pages.ts'
import { createSecretBox } from '../src/secret-box.ts'

/** As `pagebeat page add` does: the tokens are in the database, encrypted. A Page with a name is also registered. */
export async function keepPageTokens(
  databaseUrl: string,
  secretKey: string,
  pages: readonly { readonly id: string; readonly token: string; readonly name?: string }[],
): Promise<void> {
  const db = createDatabase({ url: databaseUrl, poolSize: 1 })
  const params = createAppParams(db, createSecretBox([secretKey]))
  const registered = createRegisteredPages(db)
  for (const { id, token, name } of pages) {
    await params.set({ key: pageTokenKey(asPageId(id)), value: token, isSecret: true })
    if (name !== undefined) await registered.register(asPageId(id), name)
  }
  await db.destroy()
}
