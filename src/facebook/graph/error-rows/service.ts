/** Facebook in trouble, and Facebook asking for fewer calls. */
import { hourMs, minuteMs, unclear, wait, type GraphErrorRows } from '../error-row.ts'

const automatic = 'Nothing; reads are repeated, a send is looked for before anything else happens.'
const spread = 'Nothing at first; if it stays, send less or spread the work over the day.'

export const serviceRows: GraphErrorRows = {
  '-1': unclear('service_trouble', { what: 'An unexpected error inside Facebook.', say: automatic }),
  '-1/2018012': unclear('service_trouble', {
    what: 'An unexpected error inside Messenger; passes by itself.',
    say: automatic,
  }),
  '1': unclear('service_trouble', { what: 'An unknown error, mostly passing.', say: automatic }),
  '1/99': unclear('service_trouble', {
    what: 'An unknown error; when it stays, often a permission or Advanced Access is missing.',
    say: 'If it stays, compare the permissions of the app with docs/how-to/connect-a-page.md.',
  }),
  '1/1357046': unclear('outcome_unclear', {
    what: 'The message was probably sent, yet its answer is an error.',
    say: 'Nothing; the echo or the conversation says whether it arrived.',
  }),
  '2': unclear('service_trouble', {
    what: 'The service is down for now; also seen when a person has blocked the Page.',
    say: automatic,
  }),
  '1200': unclear('service_trouble', { what: 'A passing failure while sending.', say: automatic }),
  '4': wait(
    { scope: 'app', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'The app as a whole calls too often.',
      say: spread,
    },
  ),
  '4/2018022': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'Too many messages to phone numbers.',
      say: 'Send fewer messages that are addressed to phone numbers.',
    },
  ),
  '17': wait(
    { scope: 'user', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'The user behind the token calls too often.',
      say: spread,
    },
  ),
  '32': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'The Page is called too often.',
      say: spread,
    },
  ),
  '341': wait(
    { scope: 'app', meaning: 'throttled', retryAfterMs: hourMs },
    {
      what: 'A limit of the app over a longer time is reached.',
      say: spread,
    },
  ),
  '613': wait(
    { scope: 'page', isOneKind: true, meaning: 'throttled', retryAfterMs: minuteMs / 2 },
    {
      what: 'A limit of this kind of call is reached.',
      say: spread,
    },
  ),
  '613/1996': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'The volume of calls is uneven.',
      say: 'Spread bursts (a campaign, a broadcast) over a longer time.',
    },
  ),
  '613/2018338': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: hourMs },
    {
      what: 'A warning that a message tag is misused.',
      say: 'Stop sending with tags and read the notice in the Page inbox.',
    },
  ),
  '613/2534040': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'Too many calls for an Instagram account.',
      say: spread,
    },
  ),
  '80001': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: "The Page's calls of a day, counted by the people engaged with it, are used up.",
      say: spread,
    },
  ),
  '80002': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: "The Instagram account's calls of a day are used up.",
      say: spread,
    },
  ),
  '80006': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: "The Page's Messenger calls of a day are used up.",
      say: spread,
    },
  ),
}
