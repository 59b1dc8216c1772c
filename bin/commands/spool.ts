import type { Command } from 'commander'
import { setTimeout as pause } from 'node:timers/promises'
import { producerConnection } from '../../queues/connection.ts'
import { requireDurable } from '../../queues/durability.ts'
import { createStoreWatch, type StoreWatch } from '../../queues/store-watch.ts'
import { readConfig } from '../../src/config.ts'
import {
  describeLock,
  FolderInUse,
  type FolderLock,
  lockFolder,
} from '../../src/receiver/spool/folder-lock.ts'
import { type JournalFiles, openJournal, readJournalFiles } from '../../src/receiver/spool/journal.ts'
import { createSpool } from '../../src/receiver/spool/spool.ts'
import { Refused } from '../command-line/refused.ts'
import { printError, printLine } from '../command-line/terminal.ts'
import { type DeliveryStore, openDeliveryStore } from '../wiring/open-delivery-store.ts'

export function registerSpool(program: Command): void {
  const spool = program
    .command('spool')
    .description('show the deliveries that a receiver keeps on its disk while Redis is away; hand them over')
    .addHelpText(
      'after',
      '\nWithout <folder>, it is that of RECEIVER_SPOOL. A receiver hands its own folder over by itself.\n' +
        '\nExample, for the disk of a machine that died:\n  pagebeat spool drain /mnt/old-disk/spool',
    )
  spool
    .command('status [folder]')
    .description('print how many deliveries wait in the folder, their bytes, and the age of the oldest')
    .action((folder: string | undefined) => status(folderOf(folder)))
  spool
    .command('drain [folder]')
    .description('put the deliveries of the folder into Redis; no receiver may use the folder meanwhile')
    .action((folder: string | undefined) => drain(folderOf(folder)))
}

function folderOf(given: string | undefined): string {
  const folder =
    given ?? readConfig(process.env, { required: [], optional: ['RECEIVER_SPOOL'] }).RECEIVER_SPOOL
  if (folder === undefined) throw new Refused('Name the folder of the spool, or set RECEIVER_SPOOL')
  return folder
}

function status(folder: string): void {
  const { records, bytes, oldestAt, damaged } = filesOf(folder)
  const age =
    oldestAt === undefined ? '' : `, the oldest ${Math.round((Date.now() - oldestAt) / 1_000)} s old`
  printLine(`${count(records)} in ${folder}, ${bytes} bytes${age}`)
  printLine(`Locked by: ${describeLock(folder) ?? 'nobody'}`)
  for (const name of damaged) printLine(`Damaged by the disk, and never handed over: ${name}`)
}

async function drain(folder: string): Promise<void> {
  const config = readConfig(process.env, {
    required: ['REDIS_URL', 'PAGEBEAT_QUEUE_PREFIX', 'PAGEBEAT_ALLOW_VOLATILE'],
  })
  filesOf(folder) // a folder that is missing is a mistake, and is not created
  const lock = await lockFolder(folder).catch((cause: unknown) => {
    if (!(cause instanceof FolderInUse)) throw refusal(folder, cause)
    throw new Refused(`${cause.message}: a receiver hands its folder over by itself`, { cause })
  })
  const prefix = config.PAGEBEAT_QUEUE_PREFIX
  const allowVolatile = config.PAGEBEAT_ALLOW_VOLATILE
  const redis = producerConnection(config.REDIS_URL, { commandTimeoutMs: 5_000 })
  try {
    await requireDurable(redis, { allowVolatile })
    const watch = createStoreWatch(redis, {
      prefix,
      allowVolatile,
      lastTrouble: () => undefined,
      onChange: () => undefined,
    })
    const store = openDeliveryStore(redis, { prefix, watch })
    try {
      await handOver(folder, { store, watch, lock })
    } finally {
      watch.stop()
      await store.close()
    }
  } finally {
    redis.disconnect()
    lock.release()
  }
}

interface HandOverPorts {
  readonly store: DeliveryStore
  readonly watch: StoreWatch
  readonly lock: FolderLock
}

async function handOver(folder: string, { store, watch, lock }: HandOverPorts): Promise<void> {
  const notReady = await untilReady(watch)
  if (notReady !== undefined) throw new Refused(`${notReady}. Nothing was handed over: check REDIS_URL`)
  const journal = await openJournal({
    folder,
    onDamage: (file) => printError(`The disk changed a file of the spool: its bytes are kept in ${file}`),
  })
  if (journal.records === 0) return printLine('The spool is empty')
  const { promise: drained, resolve, reject } = Promise.withResolvers<number>()
  const spool = createSpool({
    journal,
    mostBytes: 0,
    storeInRedis: store.addOld,
    isRedisReady: () => true,
    isFolderHeld: lock.isHeld,
    onBegin: () => undefined,
    onHandedOver: () => undefined,
    onDrained: resolve,
    onFailure: reject,
  })
  spool.start()
  try {
    printLine(`${count(await drained)} put into the parse queue`)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Refused(`${reason}. ${count(spool.records)} left in ${folder}: drain it again`, { cause })
  } finally {
    await spool.stop()
  }
}

/** Why Redis takes no deliveries, after 5 s. */
async function untilReady(watch: StoreWatch): Promise<string | undefined> {
  const giveUpAt = performance.now() + 5_000
  for (;;) {
    const reason = await watch.ask()
    if (reason === undefined || performance.now() > giveUpAt) return reason
    await pause(100)
  }
}

function filesOf(folder: string): JournalFiles {
  try {
    return readJournalFiles(folder)
  } catch (cause) {
    throw refusal(folder, cause)
  }
}

function refusal(folder: string, cause: unknown): Refused {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Refused(`The folder ${folder} cannot be used: ${reason}`, { cause })
}

function count(deliveries: number): string {
  return deliveries === 1 ? '1 delivery' : `${deliveries} deliveries`
}
