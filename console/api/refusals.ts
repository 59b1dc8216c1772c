/** Why a request is refused, for people, by the code of `apiErrorSchema`. Values stand as `{name}`. */
export const refusals = {
  wrong_password: 'E-mail or password is wrong.',
  too_many_guesses: 'There were too many wrong passwords for this user. The right one is still taken.',
  too_many_sign_ins: 'Too many people sign in now. Try again in a moment.',
  signed_out: 'Your session has ended. Sign in again.',
  csrf: 'The page is out of date. Load it again, then repeat this.',
  role_too_low: 'This needs the role {needed}, and you have {role}. An admin can change it.',
  other_host: 'Open the console as http://localhost or http://127.0.0.1, or set CONSOLE_URL to its address.',
  other_origin: 'The request does not come from the page of the console{at}.',
  not_found: 'There is no such {what}.',
  bad_request: 'This is no valid request.',
  not_json: 'The body must be JSON in UTF-8, with Content-Type: application/json.',
  too_large: 'The body is larger than 64 KiB.',
  too_many_streams: 'You have the console open {most} times. Close a tab.',
  database_trouble: 'The database does not answer, or refuses. Nothing was changed. Try again.',
  failed: 'The console has failed. Its log tells the operator why.',
  too_many: 'There are {most} saved replies. Remove one first.',
  same_text: 'Another saved reply has this text already.',
  nothing_new: 'The storyboard has all of these sentences already.',
  no_storyboard: 'Set STORYBOARD for `pagebeat console`: the texts are compared with its intents.',
  busy: 'Another user has the texts grouped. Try again.',
  no_queues: 'The console has no REDIS_URL. Run `pagebeat dead retry {id}`.',
  no_job: 'Its bytes are no job, so no worker can process them. Drop it.',
  not_open: 'It is {state} already.',
} as const

export type RefusalCode = keyof typeof refusals
