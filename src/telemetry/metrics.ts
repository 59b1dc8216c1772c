import { Counter, Gauge, Histogram } from 'prom-client'
import { leadMetrics } from './lead-metrics.ts'
import { linkMetrics } from './link-metrics.ts'
import { peopleMetrics } from './people-metrics.ts'
import { processMetrics } from './process-metrics.ts'
import { registry } from './registry.ts'

/**
 * The metrics of this process. They are in memory, shared through Redis (`src/redis/shared-metrics.ts`), and shown by
 * the queue monitor under `/metrics`. No label holds an id or a text of a customer. Kinds that Facebook adds later
 * are counted as `other`.
 */
export { registry }

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]
/** Of a reply: the goal is 3 s; minutes mean an outage. */
const replySeconds = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5, 10, 30, 60, 300, 900]
const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
const registers = [registry]

/** A value that is read at each heartbeat, once a part of this process has said where. */
class ReadGauge extends Gauge {
  #source: (() => number) | undefined

  constructor(name: string, help: string) {
    super({ name, help, registers: [] })
    registry.registerMetric(this)
  }

  read(source: () => number): void {
    this.#source = source
  }

  override async get(): ReturnType<Gauge['get']> {
    if (this.#source !== undefined) this.set(this.#source())
    return await super.get()
  }
}

export const metrics = {
  webhooks: new Counter({
    name: 'pagebeat_webhooks_total',
    help: 'Webhook POSTs by result',
    labelNames: ['result'],
    registers,
  }),
  receiverConnections: new ReadGauge('pagebeat_receiver_connections', 'Open connections of the receiver'),
  receiverBodyBytes: new ReadGauge(
    'pagebeat_receiver_body_bytes',
    'Memory that large bodies of requests under way take in the receiver',
  ),
  connectionsClosed: new Counter({
    name: 'pagebeat_connections_closed_total',
    help: 'Connections that the receiver closed because there were too many, or too many requests on one',
    registers,
  }),
  ackSeconds: new Histogram({
    name: 'pagebeat_ack_seconds',
    help: 'Time from the last byte of a signed POST to the 200 for a stored delivery',
    buckets: seconds,
    registers,
  }),
  commitDeliveries: new Histogram({
    name: 'pagebeat_commit_deliveries',
    help: 'Deliveries in one commit of the receiver',
    buckets: sizes,
    registers,
  }),
  spoolDeliveries: new ReadGauge('pagebeat_spool_deliveries', 'Deliveries in the spool of the receiver'),
  spoolBytes: new ReadGauge('pagebeat_spool_bytes', 'Bytes of the deliveries in the spool of the receiver'),
  spoolMostBytes: new ReadGauge(
    'pagebeat_spool_most_bytes',
    'Most bytes that the spool of the receiver takes',
  ),
  spoolOldestSeconds: new ReadGauge(
    'pagebeat_spool_oldest_seconds',
    'Age of the oldest delivery in the spool of the receiver; 0 when it is empty',
  ),
  spooled: new Counter({
    name: 'pagebeat_spooled_deliveries_total',
    help: 'Deliveries that the spool took, because Redis did not',
    registers,
  }),
  unspooled: new Counter({
    name: 'pagebeat_spool_handed_over_deliveries_total',
    help: 'Deliveries that the spool handed over to Redis',
    registers,
  }),
  spoolRefused: new Counter({
    name: 'pagebeat_spool_refused_deliveries_total',
    help: 'Deliveries that neither Redis nor the spool took: the response was 503',
    registers,
  }),
  jobs: new Counter({
    name: 'pagebeat_jobs_total',
    help: 'Jobs by stage and outcome: done, retried, split or postponed',
    labelNames: ['stage', 'outcome'],
    registers,
  }),
  jobSeconds: new Histogram({
    name: 'pagebeat_job_seconds',
    help: 'Time of a job in one stage, without its time in the queue',
    labelNames: ['stage'],
    buckets: seconds,
    registers,
  }),
  batchItems: new Histogram({
    name: 'pagebeat_batch_items',
    help: 'Deliveries, events or receipts in one job',
    labelNames: ['stage'],
    buckets: sizes,
    registers,
  }),
  events: new Counter({
    name: 'pagebeat_events_total',
    help: 'Events recorded for the first time, by channel and kind',
    labelNames: ['channel', 'kind'],
    registers,
  }),
  anonymous: new Counter({
    name: 'pagebeat_anonymous_events_total',
    help: 'Events without a customer: Facebook named no actor, or the object is not supported',
    registers,
  }),
  duplicates: new Counter({
    name: 'pagebeat_duplicate_events_total',
    help: 'Events that were already in the tables',
    registers,
  }),
  deadLetters: new Counter({
    name: 'pagebeat_dead_letters_total',
    help: 'Dead letters: deliveries, entries and events that could not be processed',
    labelNames: ['stage'],
    registers,
  }),
  lagSeconds: new Histogram({
    name: 'pagebeat_lag_seconds',
    help: 'Time from the arrival of a webhook to the commit of its rows',
    buckets: seconds,
    registers,
  }),
  turns: new Counter({
    name: 'pagebeat_turns_total',
    help: 'Turns by outcome: answered, or why not. A reply counts when its last part is settled',
    labelNames: ['outcome'],
    registers,
  }),
  waitingTurns: new Gauge({
    name: 'pagebeat_turns_waiting',
    help: 'Turns whose reply waits, by what it waits for. Each worker counts all: take the greatest',
    labelNames: ['reason'],
    registers,
  }),
  sendSeconds: new Histogram({
    name: 'pagebeat_send_seconds',
    help: "Time from the commit of a reply to Facebook's response that it has the message",
    buckets: seconds,
    registers,
  }),
  /** The old name of `sendSeconds`. Remove it in the release after this one. */
  answerSeconds: new Histogram({
    name: 'pagebeat_answer_seconds',
    help: 'Deprecated: use pagebeat_send_seconds, which counts the same',
    buckets: seconds,
    registers,
  }),
  replySeconds: new Histogram({
    name: 'pagebeat_reply_seconds',
    help: "Time from a customer's act, by Facebook's clock, to Facebook's response that it has the first message of the reply",
    buckets: replySeconds,
    registers,
  }),
  unreadTurns: new Counter({
    name: 'pagebeat_turns_not_understood_in_time_total',
    help: 'Turns with a text that got a reply before the text was understood',
    registers,
  }),
  outbound: new Counter({
    name: 'pagebeat_outbound_total',
    help: 'Outbound messages by the state they came to',
    labelNames: ['action', 'state'],
    registers,
  }),
  moderated: new Counter({
    name: 'pagebeat_moderated_total',
    help: 'Comments that a rule of moderation hid, deleted or showed again',
    labelNames: ['rule', 'act'],
    registers,
  }),
  foreignEchoes: new Counter({
    name: 'pagebeat_foreign_echoes_total',
    help: 'Echoes that name an outbound message and are not of it, by what differs: row, page, customer, app or mark',
    labelNames: ['reason'],
    registers,
  }),
  secondCopies: new Counter({
    name: 'pagebeat_second_copies_total',
    help: 'Echoes of a message that the customer already had: it was sent twice',
    registers,
  }),
  clockAhead: new Gauge({
    name: 'pagebeat_clock_ahead_seconds',
    help: "How far a clock is ahead: this machine's of the database's (of=database), the database's of Facebook's (of=facebook)",
    labelNames: ['of'],
    registers,
  }),
  understandSeconds: new Histogram({
    name: 'pagebeat_understand_seconds',
    help: 'Time to understand a text, by provider',
    labelNames: ['provider'],
    buckets: seconds,
    registers,
  }),
  passedOver: new Counter({
    name: 'pagebeat_nlp_passed_over_total',
    help: 'How often a provider of language understanding was passed over, by reason',
    labelNames: ['reason'],
    registers,
  }),
  databaseAvailable: new Gauge({
    name: 'pagebeat_database_available',
    help: '1 while the database takes the work of this process, 0 while its stages wait for the database',
    // Only a process with stages sets it. A gauge without a label would be 0 in the others.
    labelNames: ['role'],
    registers,
  }),
  settingDiffers: new Gauge({
    name: 'pagebeat_setting_differs',
    help: '1 when another process has another value of a setting that must be the same everywhere',
    labelNames: ['setting'],
    registers,
  }),
  ...leadMetrics,
  ...peopleMetrics,
  ...linkMetrics,
  ...processMetrics,
} as const
