/** An installation with one of each trouble. */
import type { ServerResponse } from 'node:http'
import { deadLettersSchema, type Health, healthSchema } from '../../../../console/api/health.ts'
import { phrase, tellOf, tellTrouble } from '../../../../console/server/tell-trouble.ts'
import { beanery, kettle, minuteMs } from './world.ts'

export interface HealthStub {
  /** False: the path is none of health. */
  readonly answer: (path: string, response: ServerResponse) => boolean
  /** What was done to dead letters: `retry 7`. */
  readonly done: string[]
  /** Nothing is wrong any more. */
  mend: () => void
}

export function createHealthStub(nowMs: () => number): HealthStub {
  const done: string[] = []
  let isWell = false
  let letters = ['7', '8']

  function toHealth(): Health {
    const now = nowMs()
    const queue = { delayed: 0, failed: 0, oldestActiveSeconds: 0, active: 1, workers: 2 }
    const worker = {
      role: 'worker',
      version: '0.1.0',
      stages: ['parse', 'stitch', 'enrich', 'nlp', 'respond', 'receipts'],
      since: now - 20 * minuteMs,
    }
    const pages = [
      {
        pageId: kettle.pageId,
        name: kettle.name,
        isAdded: true,
        lastEventTs: now,
        checkedTs: now - 90 * minuteMs,
      },
      {
        pageId: beanery.pageId,
        name: beanery.name,
        isAdded: true,
        lastEventTs: now - 47 * minuteMs,
        silence: {
          since: now - 47 * minuteMs,
          ...tellTrouble(phrase('silence', { usualEvents: 120 })),
          command: `pagebeat page check ${beanery.pageId}`,
        },
        check: {
          ts: now - 90 * minuteMs,
          fine: 14,
          findings: [
            {
              check: 'page_subscribed',
              state: 'wrong' as const,
              says: 'The app is not subscribed to the Page: Facebook sends none of its events.',
              fix: `\`pagebeat page subscribe ${beanery.pageId}\``,
            },
            {
              check: 'token_expiry',
              state: 'unsure' as const,
              says: 'The token ends in 6 days.',
              fix: `make a token that does not end, then \`pagebeat page token ${beanery.pageId}\``,
            },
          ],
        },
      },
    ]
    return {
      nowMs: now,
      database: { answerMs: 2 },
      pages: isWell ? pages.slice(0, 1) : pages,
      queues: [
        { ...queue, stage: 'parse', waiting: 0, oldestWaitingSeconds: 0 },
        { ...queue, stage: 'respond', waiting: 3, oldestWaitingSeconds: 75 },
      ],
      processes: [
        {
          name: 'edge-1:20',
          role: 'receiver',
          version: '0.1.0',
          stages: [],
          since: now - 900 * minuteMs,
          receiver: {
            countedSince: now - 10 * minuteMs,
            acked: 1_482,
            unavailable: 0,
            refused: 3,
            wronglySigned: 3,
            withinMs: 10,
            spool: { deliveries: 0, bytes: 0, mostBytes: 1_073_741_824, oldestSeconds: 0 },
          },
        },
        { ...worker, name: 'app-1:31', storyboard: 'coffee 4f1c2a90' },
        { ...worker, name: 'app-2:31', storyboard: isWell ? 'coffee 4f1c2a90' : 'coffee 90ab13de' },
      ],
      processTroubles: isWell
        ? []
        : [
            {
              ...tellOf('setting', { setting: 'STORYBOARD' }),
              ...tellTrouble(
                phrase('setting_differs', {
                  setting: 'STORYBOARD',
                  values: 'coffee 4f1c2a90 (app-1:31); coffee 90ab13de (app-2:31)',
                }),
                phrase('storyboard_differs'),
              ),
            },
          ],
      deadLetters: letters.length === 0 || isWell ? {} : { stitch: letters.length },
      held: isWell
        ? []
        : [
            {
              outboundId: '803',
              conversationId: '50',
              pageId: kettle.pageId,
              since: now - 36 * minuteMs,
              reason: 'outcome_unclear',
            },
          ],
    }
  }

  return {
    done,
    mend: () => {
      isWell = true
    },
    answer(path, response) {
      const [, id = '', how] = /^\/api\/health\/dead-letters\/(\d+)\/(retry|drop)$/.exec(path) ?? []
      if (how !== undefined) {
        done.push(`${how} ${id}`)
        letters = letters.filter((one) => one !== id)
        response.writeHead(204).end()
        return true
      }
      const isList = path === '/api/health/dead-letters'
      if (!isList && path !== '/api/health') return false
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify(
          isList ? deadLettersSchema.parse(toLetters(letters, nowMs())) : healthSchema.parse(toHealth()),
        ),
      )
      return true
    },
  }
}

function toLetters(ids: readonly string[], now: number) {
  return {
    deadLetters: ids.map((id) => ({
      id,
      stage: 'stitch',
      reason: 'malformed_job',
      detail: 'event 3 of 12: `ts` is no number',
      state: 'open',
      attempts: 4,
      firstTs: now - 600_000,
      lastTs: now - 60_000,
    })),
  }
}
