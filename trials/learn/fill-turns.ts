/** A database with turns whose sentences are those of storyboards, each with other words in some places. */
import { createConnection } from 'mysql2/promise'
import { migrateToLatest } from '../../src/db/migrations/migrate.ts'
import { loadStoryboard } from '../../src/storyboard/load.ts'

export interface FillTurns {
  readonly serverUrl: string
  readonly turns: number
  readonly storyboards: readonly string[]
}

const conversations = 5_000
const atOnce = 1_000

/** Returns the URL of the database. The turns are of the last 29 days. */
export async function fillTurns({ serverUrl, turns, storyboards }: FillTurns): Promise<string> {
  const url = new URL(serverUrl)
  url.pathname = '/pagebeat_bench_learn'
  const server = await createConnection(serverUrl)
  await server.query('drop database if exists pagebeat_bench_learn')
  await server.query(
    'create database pagebeat_bench_learn character set utf8mb4 collate utf8mb4_unicode_520_ci',
  )
  await server.end()
  await migrateToLatest({ databaseUrl: url.href })
  const connection = await createConnection({ uri: url.href, timezone: 'Z' })
  await connection.query('insert into conversation (id, pageId, psid) values ?', [
    Array.from({ length: conversations }, (_, n) => [n + 1, '1000', String(n)]),
  ])
  const write = createSentences(storyboards)
  const step = (29 * 86_400_000) / turns
  const now = Date.now()
  const understanding = JSON.stringify({ provider: 'local', version: '1', entities: [], language: 'en' })
  for (let from = 0; from < turns; from += atOnce) {
    const rows = Array.from({ length: Math.min(atOnce, turns - from) }, (_, at) => {
      const n = from + at
      const facts = JSON.stringify({ kind: 'message', text: write(), mid: `m${n}` })
      const ts = Math.round(now - 60_000 - n * step)
      return [
        n + 1,
        (n % conversations) + 1,
        'facebook:1',
        ts,
        facts,
        ts,
        ts,
        understanding,
        'done',
        'not_understood',
      ]
    })
    await connection.query(
      'insert into turn (kwInteractionId, conversationId, pId, ts, facts, openedTs, readyTs, understanding, state, outcome) values ?',
      [rows],
    )
  }
  await connection.query('analyze table turn')
  await connection.end()
  return url.href
}

function createSentences(storyboards: readonly string[]): () => string {
  const sentences = storyboards.flatMap((file) => Object.values(loadStoryboard(file).examples.intents).flat())
  const words = sentences.flatMap((sentence) => sentence.split(' '))
  let seed = 1
  const below = (most: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % most
  }
  return () => {
    const sentence = (sentences[below(sentences.length)] ?? '').split(' ')
    for (let change = 0; change < 2; change++)
      sentence.splice(below(sentence.length + 1), below(2), words[below(words.length)] ?? '')
    return sentence.join(' ')
  }
}
