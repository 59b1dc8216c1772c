/** What can go wrong with wit.ai, by name: usual share, what happens, and how long it takes in ms. */
export const witFaults = {
  down: [1, 'the connection is reset'],
  unavailable: [1, 'HTTP 503 with an HTML page'],
  silent: [1, 'the question is taken, and no response ever comes'],
  slow: [1, 'the response comes late', 10_000],
  throttled: [1, 'HTTP 400 "Something went wrong. We\'ve been notified", as if it were an error of the text'],
  garbage: [1, 'an HTML page, half of the JSON, or JSON of another shape'],
} as const

export type WitFaultName = keyof typeof witFaults
