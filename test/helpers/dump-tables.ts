import type { TestDatabase } from './database.ts'

/** Each row is named by its event or its key, as its number depends on chance. */
const queries = {
  interaction: `select hex(eventKey) as k, eventDay, pId, originPId, channel, interactionType, ts, direction, pageId, standby
    from interaction order by k`,
  chanFacebookFeed: `select hex(i.eventKey) as k, f.* from chanFacebookFeed f
    left join interaction i on i.kwInteractionId = f.kwInteractionId order by k, f.valueRaw`,
  chanFacebookMessenger: `select hex(i.eventKey) as k, m.* from chanFacebookMessenger m
    left join interaction i on i.kwInteractionId = m.kwInteractionId order by k, m.valueRaw`,
  chan2Profile: 'select * from chan2Profile order by channelId, cidType',
  profile: 'select * from profile order by pId',
  profileFacebook: 'select * from profileFacebook order by pId',
  originProfile: 'select * from originProfile order by pId',
  originFacebook: 'select * from originFacebook order by pId',
  derivedProfile: 'select * from derivedProfile order by pId',
  profileFact: 'select * from profileFact order by originPId, name, strength',
  sharedValue: 'select * from sharedValue order by cidType, channelId',
  identityLink: 'select hex(linkKey) as k, ts, byWhom from identityLink order by k',
  page: 'select pageId, registeredTs from page order by pageId',
  conversation:
    'select pageId, psid, deliveredWatermark, readWatermark from conversation order by pageId, psid',
  receipt: `select c.pageId, c.psid, r.kind, r.watermark from receipt r
    left join conversation c on c.id = r.conversationId order by c.pageId, c.psid, r.kind, r.watermark`,
  receiptMid: `select c.pageId, c.psid, hex(r.midKey) as k, r.watermark from receiptMid r
    left join conversation c on c.id = r.conversationId order by c.pageId, c.psid, k`,
  pageMessage: `select c.pageId, c.psid, m.ts, hex(m.midKey) as k, hex(i.eventKey) as event from pageMessage m
    left join conversation c on c.id = m.conversationId
    left join interaction i on i.kwInteractionId = m.kwInteractionId order by c.pageId, c.psid, m.ts, k`,
  contentState: `select hex(contentKey) as k, textTs, textSeq, text, hiddenTs, hidden, removedTs
    from contentState order by k`,
  contentRow: `select hex(c.contentKey) as k, hex(i.eventKey) as event from contentRow c
    left join interaction i on i.kwInteractionId = c.kwInteractionId order by k, event`,
  repeatedText: 'select pageId, hex(textKey) as k, lastTs from repeatedText order by pageId, k',
  contentReply: 'select hex(contentKey) as k from contentReply order by k',
  optIn: 'select * from optIn order by pageId, psid, topic',
  lead: `select hex(i.eventKey) as k, l.leadId, l.pageId, l.formId, l.adId, l.createdTs, l.psid, l.answers, l.state,
    l.foundBy from \`lead\` l left join interaction i on i.kwInteractionId = l.kwInteractionId order by l.leadId`,
  adReferral: `select hex(i.eventKey) as k, r.* from adReferral r
    left join interaction i on i.kwInteractionId = r.kwInteractionId order by k`,
  deadLetter:
    'select stage, reason, detail, payload, pageId, crashes, state from deadLetter order by stage, payload',
}

/** Every table's content as text, without the ids and times that a run gives by chance: equal for equal content. */
export async function dumpTables(database: TestDatabase): Promise<Record<string, string>> {
  const dump: Record<string, string> = {}
  for (const [table, query] of Object.entries(queries)) {
    const rows = await database.query(query)
    dump[table] = rows.map((row) => JSON.stringify(row, withoutChance)).join('\n')
  }
  return dump
}

const given = new Set(['kwInteractionId', 'lastUpdated'])

function withoutChance(name: string, value: unknown): unknown {
  return given.has(name) ? undefined : value
}

const others = [
  'agentAct',
  'auditLog',
  'customerRequest',
  'consoleLink',
  'consoleSession',
  'consoleUser',
  'accountLink',
  'contactCode',
  'invite',
  'inviteUse',
  'identityTouched',
  'leadForm',
  'webhookDelivery',
  'turn',
  'outbound',
  'notification',
  'pageActivity',
  'mark',
  'inboxEntry',
  'insightHour',
  'storyboardUse',
  'inboxWord',
  'inboxTouched',
  'inboxNews',
  'conversationHandling',
  'conversationNote',
  'conversationPresence',
  'consoleLease',
]

/** Deletes all rows of the tables that events and replies are written to. */
export async function emptyTables(database: TestDatabase): Promise<void> {
  for (const table of [...Object.keys(queries), ...others]) await database.query(`delete from \`${table}\``)
}
