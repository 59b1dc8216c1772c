/** Tokens, permissions, and what Facebook's policy takes away. */
import { dead, hourMs, wait, type GraphErrorRow, type GraphErrorRows } from '../error-row.ts'

const newToken =
  'Get a new Page token and give it to `pagebeat page token`; the work of the Page waits for it.'
const review = 'Ask for the permission in App Review, then get a new Page token.'

export const accessRows: GraphErrorRows = {
  '102': token('The session behind the token has ended.'),
  '190': token('The access token is not valid.'),
  '190/458': token('The person behind the token removed the app.'),
  '190/459': token('The person behind the token must pass a security check on facebook.com first.'),
  '190/460': token('The person behind the token changed the password.'),
  '190/461': token('The app was installed anew.'),
  '190/463': token('The access token has expired.'),
  '190/464': token('The account behind the token is not confirmed.'),
  '190/466': token('The access token was made invalid through the API.'),
  '190/467': token('The access token is not valid any more.'),
  '190/468': token('The access token was not used for too long.'),
  '190/492': token('The person behind the token lost the role on the Page.'),
  '3': dead('permission', {
    what: 'The app has not the capability for this call.',
    say: 'Look in the App Dashboard which product or feature the call needs, and add it.',
  }),
  '10': dead('permission', { what: 'The app has no permission for this call.', say: review }),
  '200-299': dead('permission', { what: 'A permission is missing.', say: review }),
  '200/2018021': dead('permission', {
    what: 'Messages are refused until the app is reviewed or a fee is settled.',
    say: 'Look for open requirements of the app in the App Dashboard.',
  }),
  '200/2018027': dead('permission', {
    what: 'Messages to people without a role on the app need a review of the app.',
    say: review,
  }),
  '200/2018028': dead('permission', {
    what: 'This person has no role on the app, which is not reviewed yet.',
    say: 'Give testers a role on the app, or pass App Review.',
  }),
  '230': dead('permission', { what: 'The permission pages_messaging is missing.', say: review }),
  '2/2018344': dead('permission', {
    what: 'The terms for contacts of the Page are not accepted.',
    say: 'An administrator of the Page accepts them in its settings.',
  }),
  '368': blocked('Facebook blocks the Page for a time because of its policies.'),
  '10/1893063': blocked('The Page is restricted.'),
  '10/1404170': dead('policy_block', {
    what: 'Opt-in messages of the Page are restricted.',
    say: 'Read the notice in the Page inbox; do not repeat these messages.',
  }),
  '10/2018336': dead('policy_block', {
    what: 'This kind of message is not allowed in threads with people in Europe or Japan.',
    say: 'Use a plain text for these people.',
  }),
  '2022': dead('policy_block', {
    what: 'Messages about commerce are switched off for the Page.',
    say: "Look at the Page's commerce settings and notices.",
  }),
}

function token(what: string): GraphErrorRow {
  return wait({ scope: 'token', meaning: 'token' }, { what, say: newToken })
}

function blocked(what: string): GraphErrorRow {
  return wait(
    { scope: 'page', meaning: 'policy_block', retryAfterMs: 6 * hourMs },
    { what, say: 'Read the notices in Page Support; the Page is left in peace for some hours.' },
  )
}
