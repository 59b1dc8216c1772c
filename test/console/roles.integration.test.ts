/** Every route with every role, by walking the routers: a route that is not described fails. */
import test from 'ava'
import type { ApiRoute } from '../../console/server/api-route.ts'
import { apiRoutes } from '../../console/server/api-routes.ts'
import { describeApi } from '../../console/server/openapi.ts'
import { isRoleEnough, userRoles } from '../../src/domain/console-user.ts'
import { type Browser, openConsole } from './running-console.ts'

const oidc = { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'y' }

/** Routes outside the API, which need no session and tell nothing. */
const others = ['get /enter', 'get /healthz', 'get /readyz']

const nameOf = ({ method, path }: Pick<ApiRoute, 'method' | 'path'>): string => `${method} ${path}`

/** Asks the route about a row that does not exist. */
async function ask(browser: Browser, { method, path, body }: ApiRoute) {
  const asked = path.replaceAll(/:\w+/g, '987654321')
  return await browser.ask(asked, {
    method: method.toUpperCase(),
    ...(body === undefined ? {} : { body: {} }),
  })
}

test.serial('each route is for its role and those above, and for no others', async (t) => {
  const { routers, browser, signedIn, errors } = await openConsole(t, {
    consoleUrl: 'http://console.example.com',
    oidc,
  })
  const found = routers
    .flatMap((router) => router.stack)
    .flatMap(({ methods, path }) =>
      methods
        .filter((method) => method !== 'HEAD')
        .map((method) => `${method.toLowerCase()} ${String(path)}`),
    )
  t.deepEqual(found.toSorted(), [...others, ...apiRoutes.map(nameOf)].toSorted())

  for (const route of apiRoutes) {
    const name = nameOf(route)
    const nobody = await ask(browser(), route)
    if (route.role === 'nobody') {
      t.true([200, 400, 422, 502].includes(nobody.status), `${name} for nobody: ${nobody.status}`)
      continue
    }
    t.is(nobody.status, 401, `${name} for nobody`)
    for (const role of userRoles) {
      const { status, json } = await ask(await signedIn(role), route)
      const isAllowed = isRoleEnough(role, route.role)
      if (!isAllowed) t.is(status, 403, `${name} for ${role}`)
      else t.true([route.status, 404, 409, 422].includes(status), `${name} for ${role}: ${status}`)
      if (status === route.status && route.answer !== undefined)
        t.notThrows(() => route.answer?.parse(json), name)
    }
  }
  t.is(errors.length, 1, 'the identity provider that is not there')
})

test('the document of the API has every route, with its parameters, body and answer', (t) => {
  const document = describeApi(apiRoutes)
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  )
  t.deepEqual(
    described.toSorted(),
    apiRoutes.map((route) => nameOf(route).replaceAll(/:(\w+)/g, '{$1}')).toSorted(),
  )
  t.deepEqual(document.paths['/api/sign-in']?.['post'], {
    summary: 'Signs in by a password. The response sets the cookie of the session.',
    description: 'Needs no session.',
    security: [],
    parameters: [],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              email: { type: 'string', minLength: 3, maxLength: 254 },
              password: { type: 'string', minLength: 1, maxLength: 1000 },
            },
            required: ['email', 'password'],
            additionalProperties: false,
          },
        },
      },
    },
    responses: {
      204: { description: 'Done' },
      default: {
        description: 'An error: a code, and a sentence for people.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  })
  t.deepEqual(document.paths['/api/live']?.['get']?.['parameters'], [
    {
      name: 'conversation',
      in: 'query',
      required: false,
      schema: { type: 'string', pattern: String.raw`^[1-9]\d{0,18}$` },
    },
  ])
})
