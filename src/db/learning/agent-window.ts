/** An agent who writes later than this after the customer most likely replies to something else, ms. */
export const agentWithinMs = 10 * 60_000
