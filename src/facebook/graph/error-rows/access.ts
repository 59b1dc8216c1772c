/** Errors of tokens, permissions and Facebook's policy. */
import { dead, hourMs, wait, type GraphErrorRow, type GraphErrorRows } from '../error-row.ts'

const newToken = 'Get a new Page token and run `pagebeat page token`. The Page is paused until then.'
const review = 'Request the permission in App Review, then get a new Page token.'

export const accessRows: GraphErrorRows = {
  '102': token('The session behind the token has ended.'),
  '190': token('The access token is not valid.'),
  '190/458': token('The user behind the token removed the app.'),
  '190/459': token('The user behind the token must pass a security check on facebook.com.'),
  '190/460': token('The user behind the token changed the password.'),
  '190/461': token('The app was installed again.'),
  '190/463': token('The access token has expired.'),
  '190/464': token('The account behind the token is not confirmed.'),
  '190/466': token('The access token was made invalid through the API.'),
  '190/467': token('The access token is no longer valid.'),
  '190/468': token('The access token was not used for too long.'),
  '190/492': token('The user behind the token lost the role on the Page.'),
  '3': dead('permission', {
    what: 'The app lacks the capability for this call.',
    say: 'Find the product or feature that the call needs in the App Dashboard, and add it.',
  }),
  '10': dead('permission', { what: 'The app has no permission for this call.', say: review }),
  '200-299': dead('permission', { what: 'A permission is missing.', say: review }),
  '200/2018021': dead('permission', {
    what: 'Messages are refused until the app is reviewed or a fee is settled.',
    say: 'Complete the open requirements of the app in the App Dashboard.',
  }),
  '200/2018027': dead('permission', {
    what: 'Messages to customers without a role on the app need App Review.',
    say: review,
  }),
  '200/2018028': dead('permission', {
    what: 'The app is not reviewed, and this customer has no role on it.',
    say: 'Give testers a role on the app, or pass App Review.',
  }),
  '230': dead('permission', { what: 'The permission pages_messaging is missing.', say: review }),
  '2/2018344': dead('permission', {
    what: 'The terms for contacts of the Page are not accepted.',
    say: 'Ask an administrator of the Page to accept them in its settings.',
  }),
  '368': blocked('Facebook blocks the Page for some time because of its policies.'),
  '10/1893063': blocked('The Page is restricted.'),
  '10/1404170': dead('policy_block', {
    what: 'Opt-in messages of the Page are restricted.',
    say: 'Read the notice in the Page inbox; do not repeat these messages.',
  }),
  '10/2018336': dead('policy_block', {
    what: 'This kind of message is not allowed for customers in Europe or Japan.',
    say: 'Use a plain text for these customers.',
  }),
  '2022': dead('policy_block', {
    what: 'Messages about commerce are not allowed for the Page.',
    say: "Check the Page's commerce settings and notices.",
  }),
}

function token(what: string): GraphErrorRow {
  return wait({ scope: 'token', meaning: 'token' }, { what, say: newToken })
}

function blocked(what: string): GraphErrorRow {
  return wait(
    { scope: 'page', meaning: 'policy_block', retryAfterMs: 6 * hourMs },
    { what, say: 'Read the notices in Page Support. The Page is paused for some hours.' },
  )
}
