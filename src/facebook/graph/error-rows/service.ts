/** Failures of Facebook itself, and limits on the number of calls. */
import { hourMs, minuteMs, unclear, wait, type GraphErrorRows } from '../error-row.ts'

const automatic = 'No action needed: a read is repeated, and a send is looked up at Facebook first.'
const spread = 'No action needed at first. If it stays, send less, or spread sends over the day.'

export const serviceRows: GraphErrorRows = {
  '-1': unclear('service_trouble', { what: 'An unexpected error inside Facebook.', say: automatic }),
  '-1/2018012': unclear('service_trouble', {
    what: 'An unexpected error inside Messenger. It is temporary.',
    say: automatic,
  }),
  '1': unclear('service_trouble', { what: 'An unknown error, mostly temporary.', say: automatic }),
  '1/99': unclear('service_trouble', {
    what: 'An unknown error. If it stays, a permission or Advanced Access may be missing.',
    say: 'If it stays, compare the permissions of the app with docs/how-to/connect-a-page.md.',
  }),
  '1/1357046': unclear('outcome_unclear', {
    what: 'The message was probably sent, but the response is an error.',
    say: 'No action needed: the echo or a look-up tells whether it arrived.',
  }),
  '2': unclear('service_trouble', {
    what: 'The service is down for now. Also seen when a customer blocked the Page.',
    say: automatic,
  }),
  '1200': unclear('service_trouble', { what: 'A temporary failure while sending.', say: automatic }),
  '4': wait(
    { scope: 'app', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'The app makes too many calls.',
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
      what: 'The user behind the token makes too many calls.',
      say: spread,
    },
  ),
  '32': wait(
    { scope: 'page', isOneKind: true, meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: 'Too many calls are made for the Page.',
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
      say: 'Spread bursts (a campaign, a broadcast) over more time.',
    },
  ),
  '613/2018338': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: hourMs },
    {
      what: 'Facebook warns that a message tag is misused.',
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
    { scope: 'page', isOneKind: true, meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: "The Page's calls for a day are used up. Their number depends on its engaged users.",
      say: spread,
    },
  ),
  '80002': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: "The Instagram account's calls for a day are used up.",
      say: spread,
    },
  ),
  '80005': wait(
    { scope: 'page', isOneKind: true, meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: "The Page's calls for leads are used up for a day. Their number depends on its leads of 90 days.",
      say: spread,
    },
  ),
  '80006': wait(
    { scope: 'page', meaning: 'throttled', retryAfterMs: 5 * minuteMs },
    {
      what: "The Page's Messenger calls for a day are used up.",
      say: spread,
    },
  ),
}
