import { z } from 'zod'
import type { HubResponse } from './storyboard.ts'

const column = z.string().max(255)

const hubResponse = z.strictObject({
  texts: z.array(z.string().max(2_000)).max(10).exactOptional(),
  choices: z
    .array(
      z.strictObject({
        title: z.string().min(1).max(100),
        payload: z.string().min(1).max(1_000).exactOptional(),
      }),
    )
    .max(13)
    .exactOptional(),
  profile: z
    .strictObject({
      firstName: column.exactOptional(),
      lastName: column.exactOptional(),
      country: column.exactOptional(),
      city: column.exactOptional(),
      industry: column.exactOptional(),
      loyaltyPoints: z.int32().exactOptional(),
      favoriteProduct: column.exactOptional(),
      productsInterestedIn: column.exactOptional(),
      email: column.exactOptional(),
      phone: column.exactOptional(),
    })
    .exactOptional(),
  context: z.record(z.string().max(64), z.json()).exactOptional(),
  scene: z.string().max(64).exactOptional(),
})

/** The body of a hub's response; undefined when it is malformed. An empty body is a response without texts. */
export function decodeHubResponse(body: string): HubResponse | undefined {
  if (body.trim() === '') return {}
  try {
    const parsed = hubResponse.safeParse(JSON.parse(body))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}
