import { readFileSync } from 'node:fs'
import { commentKey, messageKey, postKey } from '../../src/domain/event-key.ts'
import type { ContentChange, ContentRef, PageEvent } from '../../src/domain/event.ts'

/** The content of a file in `test/fixtures`: a list of examples, each named after what is special about it. */
export function readFixture(file: 'feed' | 'messenger' | 'other-objects'): string {
  return readFileSync(new URL(`../fixtures/${file}.json`, import.meta.url), 'utf8')
}

/**
 * An event as the fixtures write it: without keys and empty columns, with content named `post …`, `comment …`,
 * `message …`.
 */
export function toExpected(event: PageEvent): Record<string, unknown> {
  const { valueRaw: _raw, ...facts } = 'feed' in event ? event.feed : event.messenger
  const columns = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
  return {
    type: event.type,
    direction: event.direction,
    actor: event.actor,
    ts: event.ts,
    ...('standby' in event ? { standby: event.standby } : {}),
    columns,
    ...(event.creates === undefined ? {} : { creates: toName(event.creates, event) }),
    ...(event.changes === undefined ? {} : { changes: toNamedChange(event.changes, event) }),
  }
}

export function rawOf(event: PageEvent): string | null {
  return 'feed' in event ? event.feed.valueRaw : event.messenger.valueRaw
}

function toNamedChange({ key, of, ...change }: ContentChange, event: PageEvent): object {
  return { of: toName({ of, key }, event), ...change }
}

/** The name of content: a post has its own id, a comment and a message the key of the event that created it. */
function toName({ of, key }: ContentRef, event: PageEvent): string {
  const facts = 'feed' in event ? event.feed : event.messenger
  const id = { post: 'post_id', comment: 'comment_id', message: 'mid' }[of]
  const value = String(Object.entries(facts).find(([name]) => name === id)?.[1])
  const expected = { post: postKey, comment: commentKey, message: messageKey }[of](event.pageId, value)
  return key === expected ? `${of} ${value}` : 'something else'
}
