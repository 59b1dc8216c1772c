/** Errors of a message, a customer, a comment or a parameter. */
import { dead, minuteMs, retry, type GraphErrorRows } from '../error-row.ts'

const none = 'No action needed; this message is not sent.'
const bug = 'Report it as a bug of Pagebeat or the storyboard, with the trace id.'

export const messageRows: GraphErrorRows = {
  '10/2018278': dead('window_closed', {
    what: 'The customer wrote more than 24 hours ago.',
    say: 'An agent may reply from the Page inbox; the bot waits for the next message.',
  }),
  '10/2018065': dead('window_closed', {
    what: 'After 24 hours only Pages with the news permission may write.',
    say: 'An agent may reply from the Page inbox; the bot waits for the next message.',
  }),
  '10/2534022': dead('window_closed', {
    what: 'The window for Instagram messages is closed.',
    say: 'An agent may reply from the Page inbox; the bot waits for the next message.',
  }),
  '10/2018108': dead('person_unavailable', { what: 'The customer cannot receive messages now.', say: none }),
  '10/2534077': dead('permission', {
    what: 'The Instagram account is not linked, or lacks two-factor authentication.',
    say: 'Link the account to the Page again.',
  }),
  '10/1893015': dead('opted_out', { what: 'The customer stopped messages on this topic.', say: none }),
  '100': dead('parameter', {
    what: 'A parameter is wrong. Since April 2026: also for a retired message tag.',
    say: bug,
  }),
  '100/33': dead('not_found', {
    what: 'It no longer exists, or the permission to see it is missing.',
    say: 'If it exists, compare the permissions of the app with docs/how-to/connect-a-page.md.',
  }),
  '100/2018001': dead('unknown_person', {
    what: 'The Page has no such customer: deleted, or an id of another Page.',
    say: none,
  }),
  '100/2018008': retry(
    { meaning: 'media', retries: 1 },
    {
      what: 'Facebook could not fetch the media.',
      say: 'Check that the address responds quickly, and without a login.',
    },
  ),
  '100/2018014': dead('parameter', { what: 'A message and a sender action were in one call.', say: bug }),
  '100/2018047': dead('media', {
    what: 'The media are not of the stated type.',
    say: 'Correct the type in the storyboard.',
  }),
  '100/2018074': dead('media', {
    what: 'The attachment belongs to another Page or app.',
    say: 'Use the address of the media instead of an id.',
  }),
  '100/2018109': dead('media', {
    what: 'The media are too big.',
    say: 'Use images of at most 8 MB and other files of at most 25 MB.',
  }),
  '100/2018294': dead('media', {
    what: 'Facebook took too long to fetch the video.',
    say: 'Use a smaller video or a faster server.',
  }),
  '100/2534037': dead('other_app_in_control', {
    what: 'Another app controls the thread.',
    say: 'No action needed; the bot is silent until it controls the thread again.',
  }),
  '506': dead('duplicate', { what: 'The same text was posted a moment before.', say: none }),
  '551': dead('person_unavailable', { what: 'The customer does not receive messages now.', say: none }),
  '551/1545041': dead('person_unavailable', { what: 'The customer is not available.', say: none }),
  '200/1545041': dead('person_unavailable', { what: 'The customer is not available.', say: none }),
  '1545041': dead('person_unavailable', { what: 'The customer is not available.', say: none }),
  '2018218': dead('profile_unavailable', {
    what: 'There is no profile: the account has only a phone number.',
    say: 'No action needed; replies go without the name.',
  }),
  '2018247': dead('profile_unavailable', {
    what: "The permission for this customer's profile is missing.",
    say: 'Request Business Asset User Profile Access in App Review.',
  }),
  '2018300': dead('other_app_in_control', {
    what: 'Another app controls the thread.',
    say: 'No action needed; the bot is silent until it controls the thread again.',
  }),
  '2018321': retry(
    { meaning: 'other_app_in_control', retryAfterMs: 10 * minuteMs },
    {
      what: 'An automated lead form controls the chat.',
      say: 'No action needed; the send is tried again after the form.',
    },
  ),
  '9000001': dead('not_found', { what: 'The message is deleted or too old.', say: none }),
  '10303': dead('parameter', { what: 'The account linking token is wrong or was used before.', say: none }),
  '10900': dead('already_replied', {
    what: 'The comment already has its one private reply.',
    say: 'No action needed. It counts as sent when an earlier call of it may have arrived, else as refused.',
  }),
  '10903': dead('person_unavailable', {
    what: 'The customer takes no private reply to this comment.',
    say: none,
  }),
  '36000': dead('media', { what: 'The image is too big.', say: 'Use images of at most 8 MB.' }),
}
