/** A message, a person, a comment or a parameter that Facebook will not take. */
import { dead, minuteMs, retry, type GraphErrorRows } from '../error-row.ts'

const none = 'Nothing; this answer is not sent.'
const bug = 'Report it as a mistake in Pagebeat or in the storyboard, with the trace id.'

export const messageRows: GraphErrorRows = {
  '10/2018278': dead('window_closed', {
    what: 'The person wrote more than 24 hours ago.',
    say: 'A person may answer from the Page inbox; the bot waits for the next message.',
  }),
  '10/2018065': dead('window_closed', {
    what: 'Outside of the 24 hours only pages with the news permission may write.',
    say: 'A person may answer from the Page inbox; the bot waits for the next message.',
  }),
  '10/2534022': dead('window_closed', {
    what: 'Outside of the window for Instagram messages.',
    say: 'A person may answer from the Page inbox; the bot waits for the next message.',
  }),
  '10/2018108': dead('person_unavailable', { what: 'The person cannot receive messages now.', say: none }),
  '10/2534077': dead('permission', {
    what: 'The Instagram account is not linked, or lacks two-factor authentication.',
    say: 'Link the account to the Page anew.',
  }),
  '10/1893015': dead('opted_out', { what: 'The person stopped messages on this topic.', say: none }),
  '100': dead('parameter', {
    what: 'A parameter is wrong; since April 2026 also a message tag that was retired.',
    say: bug,
  }),
  '100/33': dead('not_found', {
    what: 'It does not exist any more, or the permission to see it is missing.',
    say: 'If it is there, compare the permissions of the app with docs/how-to/connect-a-page.md.',
  }),
  '100/2018001': dead('unknown_person', {
    what: 'The Page knows no such person: deleted, or an id that belongs to another Page.',
    say: none,
  }),
  '100/2018008': retry(
    { meaning: 'media', retries: 1 },
    {
      what: 'Facebook could not fetch the media.',
      say: 'See that the address answers quickly and to everyone.',
    },
  ),
  '100/2018014': dead('parameter', { what: 'A message and a sender action in one call.', say: bug }),
  '100/2018047': dead('media', {
    what: 'The media are not of the type that was said.',
    say: 'Correct the type in the storyboard.',
  }),
  '100/2018074': dead('media', {
    what: 'The attachment belongs to another Page or app.',
    say: 'Give the address of the media instead of an id.',
  }),
  '100/2018109': dead('media', {
    what: 'The media are too big.',
    say: 'Images of at most 8 MB, everything else of at most 25 MB.',
  }),
  '100/2018294': dead('media', {
    what: 'Fetching the video took too long.',
    say: 'Make the video smaller or its server faster.',
  }),
  '100/2534037': dead('other_app_in_control', {
    what: 'Another app owns the thread.',
    say: 'Nothing; the bot is silent until it gets the thread back.',
  }),
  '506': dead('duplicate', { what: 'The same text was posted just before.', say: none }),
  '551': dead('person_unavailable', { what: 'The person does not receive messages now.', say: none }),
  '551/1545041': dead('person_unavailable', { what: 'The person is not available.', say: none }),
  '200/1545041': dead('person_unavailable', { what: 'The person is not available.', say: none }),
  '1545041': dead('person_unavailable', { what: 'The person is not available.', say: none }),
  '2018218': dead('profile_unavailable', {
    what: 'There is no profile: an account with a phone number only.',
    say: 'Nothing; the person is answered without a name.',
  }),
  '2018247': dead('profile_unavailable', {
    what: "The permission for this person's profile is missing.",
    say: 'Ask for Business Asset User Profile Access in App Review.',
  }),
  '2018300': dead('other_app_in_control', {
    what: 'Another app controls the thread.',
    say: 'Nothing; the bot is silent until it gets the thread back.',
  }),
  '2018321': retry(
    { meaning: 'other_app_in_control', retryAfterMs: 10 * minuteMs },
    {
      what: 'An automated lead form owns the chat.',
      say: 'Nothing; it is tried again when the form is done.',
    },
  ),
  '9000001': dead('not_found', { what: 'The message is deleted or too old.', say: none }),
  '10303': dead('parameter', { what: 'The account linking token is wrong or used up.', say: none }),
  '10900': dead('already_replied', {
    what: 'The comment already has its one private reply.',
    say: 'Nothing; it counts as done.',
  }),
  '36000': dead('media', { what: 'The image is too big.', say: 'Images of at most 8 MB.' }),
}
