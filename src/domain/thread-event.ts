/**
 * An event of a customer's Messenger thread that a reply may depend on, as a job carries it: whose thread, and when
 * it happened (ms since the epoch; 0: at a time that cannot be told).
 */
export type ThreadEventRef = readonly [customerId: string, ts: number]

/** In place of the events of content that was not read: it may hold events of every customer it names. */
export const unreadThreadEvents: readonly ThreadEventRef[] = [['?', 0]]
