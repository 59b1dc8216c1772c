/** The tables that the naive reader makes of its events: final state of content, receipts, people. */
import { object, parse, text } from './naive-json.ts'

export type Row = Record<string, string | number | null>

export interface Tables {
  readonly interaction: Row[]
  readonly chanFacebookFeed: Row[]
  readonly chanFacebookMessenger: Row[]
  readonly chan2Profile: Row[]
  readonly profile: Row[]
  readonly profileFacebook: Row[]
  readonly page: Row[]
  readonly deadLetter: Row[]
}

export interface Read {
  readonly interaction: Row
  readonly channel: Row
  readonly isFeed: boolean
}

export function finish(events: readonly Read[], tables: Tables): void {
  const feed = events.filter(({ isFeed }) => isFeed)
  const messenger = events.filter(({ isFeed }) => !isFeed)
  const posts = new Map<string, Row>()
  for (const { channel } of feed)
    if (
      channel.field === 'feed' &&
      channel.verb === 'add' &&
      channel.item !== 'reaction' &&
      channel.item !== 'like'
    )
      posts.set(contentOf(channel), channel)
  for (const { channel, interaction } of feed.toSorted(byTime)) {
    const original = posts.get(contentOf(channel))
    if (original === undefined || channel.field !== 'feed' || channel.item === 'reaction') continue
    if (text(channel.verb).startsWith('edit'))
      Object.assign(original, { message: channel.message, edited_time: interaction.ts })
    if (channel.verb === 'hide' || channel.verb === 'unhide')
      original.is_hidden = channel.verb === 'hide' ? 1 : 0
    if (channel.verb === 'remove') original.removedTs = interaction.ts ?? null
  }
  const messages = new Map(
    messenger
      .filter(({ interaction: { interactionType: type } }) => type === 'message' || type === 'echo')
      .map(({ channel }) => [channel.mid, channel]),
  )
  for (const { channel, interaction } of messenger.toSorted(byTime)) {
    const original = messages.get(channel.mid ?? null)
    if (original === undefined) continue
    if (interaction.interactionType === 'edit')
      Object.assign(original, { text: channel.text, editedTs: interaction.ts })
    if (interaction.interactionType === 'unsend') original.removedTs = interaction.ts ?? null
  }
  applyReceipts(messenger)
  for (const [index, { interaction, channel, isFeed }] of events.entries()) {
    const kwInteractionId = index + 1
    tables.interaction.push({ kwInteractionId, ...interaction })
    tables[isFeed ? 'chanFacebookFeed' : 'chanFacebookMessenger'].push({ kwInteractionId, ...channel })
  }
  fillPeople(events, tables)
  for (const pageId of new Set(events.map(({ interaction }) => interaction.pageId ?? null)))
    tables.page.push({ pageId, firstSeenTs: 0 })
}

function applyReceipts(messenger: readonly Read[]): void {
  const receipts = messenger.flatMap(({ interaction, channel }) => {
    const { interactionType: kind, pageId, pId } = interaction
    if (kind !== 'delivery' && kind !== 'read') return []
    const raw = object(parse(text(channel.valueRaw))[kind])
    return [{ kind, thread: `${pageId} ${pId}`, watermark: Number(raw.watermark) }]
  })
  const byThread = Map.groupBy(receipts, ({ thread }) => thread)
  for (const { interaction, channel } of messenger) {
    if (interaction.interactionType !== 'echo') continue
    const after = (byThread.get(`${interaction.pageId} ${interaction.pId}`) ?? []).filter(
      ({ watermark }) => watermark >= Number(channel.timestamp),
    )
    const delivered = Math.min(...after.map(({ watermark }) => watermark))
    const read = Math.min(...after.filter(({ kind }) => kind === 'read').map(({ watermark }) => watermark))
    if (Number.isFinite(delivered)) Object.assign(channel, { deliveredTs: delivered, deliveredFlag: 1 })
    if (Number.isFinite(read)) Object.assign(channel, { readTs: read, readFlag: 1 })
  }
}

function fillPeople(events: readonly Read[], tables: Tables): void {
  for (const [pId, own] of Map.groupBy(events, ({ interaction }) => text(interaction.pId))) {
    if (!pId.startsWith('facebook:')) continue
    const named = own.filter(({ channel, isFeed }) => isFeed && channel.sender_name !== null).toSorted(byTime)
    const last = (kinds?: readonly string[]) => {
      const times = own.filter(
        ({ interaction }) => kinds === undefined || kinds.includes(text(interaction.interactionType)),
      )
      return times.length === 0 ? null : Math.max(...times.map(({ interaction }) => Number(interaction.ts)))
    }
    tables.chan2Profile.push({ channelId: pId.slice('facebook:'.length), cidType: 'facebook', pId })
    tables.profile.push({ pId })
    tables.profileFacebook.push({
      pId,
      name: named.at(-1)?.channel.sender_name ?? null,
      lastInteractionTs: last(),
      lastInboundMsgTs: last(['message', 'postback']),
      lastOutboundMsgTs: last(['echo']),
    })
  }
}

function contentOf(channel: Row): string {
  return text(channel.item === 'comment' ? channel.comment_id : channel.post_id)
}

function byTime(a: Read, b: Read): number {
  return Number(a.interaction.ts) - Number(b.interaction.ts)
}
