import test from 'ava'
import { z } from 'zod'
import { asPersonal, personal } from '../../console/api/personal.ts'
import { apiRoutes } from '../../console/server/api-routes.ts'
import { mask } from '../../console/server/mask.ts'

/** Texts of a response that tell nothing of a customer: ids, times, states, and names of our own. */
const harmless = new RegExp(
  `[. ](?:${[
    'id|conversationId|conversationIds|pageId|linkId|outboundId|commentId|postId|adId|replyTo|next|before',
    'channel|language|languages|country|intent|intent\\.name|scene|kind|kinds|state|reason|outcome|type|by|result',
    'groups\\.group|groups\\.lastSeen|cidType|evidence|evidenceCode|revokedBy|emoji|strength|column|sourceKind|direction|source|error|says|command|stage|detail|sql|csrf|slot|rows|totals|deadLetters\\.stage',
    'findings\\.(?:check|fix)|processes\\.(?:name|role|version|stages|storyboard)|processTroubles\\.of',
    'intents|groups\\.near',
    '(?:assignedTo|agent|agents|by|present|user|pages|insights|columns)\\.name|user\\.email',
  ].join(
    '|',
  )})$|^/api/insights/\\S+ name$|^/api/storyboard drawing\\.|^/api/health \\S+[sS]aid\\.(?:code|values)$`,
)

/** The paths of all texts of a schema that carry no mark. */
function unmarked(schema: z.ZodType, path = ''): string[] {
  if (personal.has(schema)) return []
  if (schema instanceof z.ZodString) return [path]
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unmarked(schema.unwrap() as z.ZodType, path)
  if (schema instanceof z.ZodArray) return unmarked(schema.element as z.ZodType, path)
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([name, one]) =>
      unmarked(one as z.ZodType, path === '' ? name : `${path}.${name}`),
    )
  if (schema instanceof z.ZodRecord) return unmarked(schema.valueType as z.ZodType, path)
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option) => unmarked(option as z.ZodType, path))
  return []
}

test('each text of a response is marked as personal, or known to be harmless', (t) => {
  const seenByViewers = apiRoutes.filter(({ role }) => role === 'viewer')
  const found = seenByViewers.flatMap(({ path, answer, events = {} }) =>
    [answer ?? [], ...Object.values(events)]
      .flat()
      .flatMap((schema) => unmarked(schema))
      .map((name) => `${path} ${name}`),
  )
  t.true(found.length > 20)
  t.deepEqual(
    found.filter((path) => !harmless.test(path)),
    [],
  )
})

test('names keep their initials, texts their length, contacts their end; links and numbers are left out', (t) => {
  const schema = z.object({
    name: asPersonal('name', z.string()).optional(),
    text: asPersonal('text', z.string()),
    more: z.array(z.object({ id: asPersonal('contact', z.string()), kind: z.string() })),
    columns: asPersonal('text', z.record(z.string(), z.union([z.string(), z.number()]))),
    url: asPersonal('link', z.string()).optional(),
    pIds: z.array(asPersonal('pId', z.string())),
    when: z.number(),
  })
  const value = {
    name: 'Ada  Löwe 👩‍👩‍👧x',
    text: 'Hi, 👩‍👩‍👧!\nBye',
    more: [
      { id: 'ada@example.com', kind: 'email' },
      { id: '123', kind: 'x' },
    ],
    columns: { shop: 'Ulm', points: 7 },
    url: 'https://example.com/ada.jpg',
    pIds: ['facebook:501', '4711', 'email:ada@example.com', 'id:card:0815-1'],
    when: 5,
    extra: 'not in the schema',
  }
  t.deepEqual(mask(schema, value), {
    name: 'A••• L••• 👩‍👩‍👧•••',
    text: '••• ••\n•••',
    more: [
      { id: '•••om', kind: 'email' },
      { id: '•••', kind: 'x' },
    ],
    columns: { shop: '•••' },
    pIds: ['facebook:501', '4711', 'email:•••om', 'id:card:•••-1'],
    when: 5,
  })
  t.deepEqual(mask(schema, { ...value, name: undefined, url: undefined }), {
    text: '••• ••\n•••',
    more: [
      { id: '•••om', kind: 'email' },
      { id: '•••', kind: 'x' },
    ],
    columns: { shop: '•••' },
    pIds: ['facebook:501', '4711', 'email:•••om', 'id:card:•••-1'],
    when: 5,
  })
})
