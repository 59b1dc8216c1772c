/** The OpenAPI document of the console, made from the schemas that its routes decode and answer with. */
import { Router } from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import { apiErrorSchema } from '../api/session.ts'
import type { ApiRoute } from './api-route.ts'
import { apiRoutes } from './api-routes.ts'
import { requireRole } from './http/require-role.ts'

type Json = Readonly<Record<string, unknown>>

export interface OpenApiDocument extends Json {
  readonly openapi: '3.1.0'
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

/** `GET /api/openapi.json` */
export function createOpenApiRoutes(): Router {
  const router = new Router()
  let document: OpenApiDocument | undefined
  router.get('/api/openapi.json', requireRole('viewer'), (ctx: Context) => {
    ctx.body = document ??= describeApi(apiRoutes)
  })
  return router
}

export function describeApi(routes: readonly ApiRoute[]): OpenApiDocument {
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method]: describeRoute(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pagebeat console',
      version: '1',
      description:
        'Changes need the header X-Pagebeat-Csrf with the value of GET /api/session, and the Origin of the console. ' +
        'For viewers, personal data in every response are masked.',
    },
    components: {
      schemas: { Error: toJsonSchema(apiErrorSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-pagebeat' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-Pagebeat-Csrf' },
      },
    },
    paths,
  }
}

function describeRoute({ method, path, role, says, query, body, status, answer, events }: ApiRoute): Json {
  return {
    summary: says,
    description: role === 'nobody' ? 'Needs no session.' : `Needs the role ${role}.`,
    security: role === 'nobody' ? [] : [method === 'get' ? { session: [] } : { session: [], csrf: [] }],
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: toJsonSchema(body, 'input') } },
          },
        }),
    responses: {
      [status]: { description: descriptions[status], ...contentOf(answer, events) },
      default: {
        description: 'An error: a code, and a sentence for people.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

const descriptions: Readonly<Record<ApiRoute['status'], string>> = {
  200: 'OK',
  201: 'Made',
  202: 'Accepted',
  204: 'Done',
  302: 'Leads elsewhere',
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!(query instanceof z.ZodObject)) return []
  const { properties = {}, required = [] } = toJsonSchema(query, 'input')
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function contentOf(answer: ApiRoute['answer'], events: ApiRoute['events']): Json {
  if (answer !== undefined)
    return { content: { 'application/json': { schema: toJsonSchema(answer, 'output') } } }
  if (events === undefined) return {}
  const named = Object.entries(events).map(([name, schema]) => [name, toJsonSchema(schema, 'output')])
  return {
    content: { 'text/event-stream': { schema: { type: 'string' }, 'x-events': Object.fromEntries(named) } },
  }
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return described
}
