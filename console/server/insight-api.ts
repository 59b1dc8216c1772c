/** The routes of Insights, as they are published. */
import {
  insightListSchema,
  insightQuerySchema,
  insightRowsQuerySchema,
  insightRowsSchema,
  insightValuesSchema,
} from '../api/insights.ts'
import { notUnderstoodQuerySchema, notUnderstoodSchema, patchQuerySchema } from '../api/not-understood.ts'
import { storyboardQuerySchema, storyboardSchema } from '../api/storyboard.ts'
import type { ApiRoute } from './api-route.ts'

export const insightApi: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/api/insights',
    role: 'viewer',
    says: 'The numbers that there are, and what each counts.',
    status: 200,
    answer: insightListSchema,
  },
  {
    method: 'get',
    path: '/api/insights/:name.csv',
    role: 'viewer',
    says: 'A number in a period as CSV.',
    query: insightQuerySchema,
    status: 200,
  },
  {
    method: 'get',
    path: '/api/insights/:name',
    role: 'viewer',
    says: 'A number in a period, with the SQL that counts the same from the tables.',
    query: insightQuerySchema,
    status: 200,
    answer: insightValuesSchema,
  },
  {
    method: 'get',
    path: '/api/insights/:name/rows',
    role: 'viewer',
    says: 'The rows behind a number, the latest first.',
    query: insightRowsQuerySchema,
    status: 200,
    answer: insightRowsSchema,
  },
  {
    method: 'get',
    path: '/api/storyboard',
    role: 'viewer',
    says: 'The drawing of the storyboard with places for its numbers, and whether others were in use in a period.',
    query: storyboardQuerySchema,
    status: 200,
    answer: storyboardSchema,
  },
  {
    method: 'get',
    path: '/api/not-understood',
    role: 'viewer',
    says: 'Texts that the bot did not understand, grouped by likeness, the largest group first.',
    query: notUnderstoodQuerySchema,
    status: 200,
    answer: notUnderstoodSchema,
  },
  {
    method: 'get',
    path: '/api/not-understood/patch',
    role: 'agent',
    says: 'A patch of the storyboard with sentences of these groups as examples of intents.',
    query: patchQuerySchema,
    status: 200,
  },
]
