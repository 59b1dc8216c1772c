/** This machine lacks what the case needs. The message says what. */
export class NotHereError extends Error {}
