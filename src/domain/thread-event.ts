/**
 * An event of a customer's Messenger thread that a reply may depend on, as a job carries it: whose thread, and when
 * it happened (ms since the epoch, or `anyTime`).
 */
export type ThreadEventRef = readonly [customerId: string, ts: number]

/**
 * Counts as earlier than every turn. The event has no usable time, or its time does not matter: an edit and an unsend
 * change an earlier message, and a message of an agent silences the bot. The scripts in queues/ know this number.
 */
export const anyTime = 0

/** In place of the events of content that was not read: it may hold events of every customer it names. */
export const unreadThreadEvents: readonly ThreadEventRef[] = [['?', anyTime]]
