import test from 'ava'
import { asConversationId, asProfileId } from '../../../src/domain/ids.ts'
import { createCustomers } from '../../../src/db/conversation/customers.ts'
import { openTables } from '../../helpers/open-tables.ts'

const ts = Date.UTC(2026, 10, 22, 12)

test.serial(
  'recent interactions are the five latest before the turn, without receipts and later ones',
  async (t) => {
    const { db, database } = await openTables()
    async function add(
      pId: string,
      interactionType: string | null,
      more: { channel?: string; direction?: string; text?: string } = {},
    ): Promise<string> {
      const { channel = 'facebookMessenger', direction = 'in', text } = more
      const row = { pId: asProfileId(pId), channel, interactionType, direction, ts: new Date(ts) }
      await db.insertInto('interaction').values(row).execute()
      const [last] = await database.query('select max(kwInteractionId) as id from interaction')
      const kwInteractionId = String(last?.['id'])
      if (channel === 'facebookMessenger' && text !== undefined)
        await db.insertInto('chanFacebookMessenger').values({ kwInteractionId, text }).execute()
      if (channel === 'facebookFeed' && text !== undefined)
        await db.insertInto('chanFacebookFeed').values({ kwInteractionId, message: text }).execute()
      return kwInteractionId
    }
    await add('facebook:7', 'message', { text: 'the sixth' })
    await add('facebook:7', null, { channel: 'web' })
    await add('facebook:7', 'comment', { channel: 'facebookFeed', text: 'How much?' })
    await add('facebook:7', 'delivery')
    await add('facebook:7', 'message', { text: 'Hello' })
    await add('facebook:8', 'message', { text: 'of another customer' })
    await add('facebook:7', 'echo', { direction: 'out', text: 'Good morning' })
    await add('facebook:7', 'read')
    await add('facebook:7', 'reaction')
    const own = await add('facebook:7', 'message', { text: 'is answered' })
    await add('facebook:7', 'message', { text: 'came after it' })
    await db
      .insertInto('turn')
      .values({
        kwInteractionId: own,
        conversationId: asConversationId('1'),
        pId: asProfileId('facebook:7'),
        ts: String(ts),
        facts: '{}',
        openedTs: String(ts),
        readyTs: String(ts),
      })
      .execute()
    const { id } = await db.selectFrom('turn').select('id').executeTakeFirstOrThrow()
    const messenger = { ts, channel: 'facebookMessenger' }
    t.deepEqual(await createCustomers(db).findRecent({ id, pId: asProfileId('facebook:7') }), [
      { ...messenger, type: 'reaction', direction: 'in' },
      { ...messenger, type: 'echo', direction: 'out', text: 'Good morning' },
      { ...messenger, type: 'message', direction: 'in', text: 'Hello' },
      { ts, channel: 'facebookFeed', type: 'comment', direction: 'in', text: 'How much?' },
      { ts, channel: 'web', type: '', direction: 'in' },
    ])
  },
)
