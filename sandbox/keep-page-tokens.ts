import { createDatabase } from '../src/db/mysql/connect.ts'
import { createAppParams } from '../src/db/pages/app-params.ts'
import { pageTokenKey } from '../src/db/pages/page-tokens.ts'
import { asPageId } from '../src/domain/ids.ts'
import { createSecretBox } from '../src/secret-box.ts'

/** As `pagebeat page add` does: the tokens are in the database, encrypted. */
export async function keepPageTokens(
  databaseUrl: string,
  secretKey: string,
  pages: readonly { readonly id: string; readonly token: string }[],
): Promise<void> {
  const db = createDatabase({ url: databaseUrl, poolSize: 1 })
  const params = createAppParams(db, createSecretBox([secretKey]))
  for (const { id, token } of pages)
    await params.set({ key: pageTokenKey(asPageId(id)), value: token, isSecret: true })
  await db.destroy()
}
