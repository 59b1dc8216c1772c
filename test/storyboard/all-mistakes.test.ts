import test from 'ava'
import { StoryboardError } from '../../src/storyboard/problem.ts'
import { parseStoryboard } from '../../src/storyboard/load.ts'

function mistakesIn(source: string): readonly string[] {
  const error = t_throws(source)
  return error.problems.map(({ line, message }) => `${line} ${message}`)
}

function t_throws(source: string): StoryboardError {
  try {
    parseStoryboard({ file: 'a.yaml', source })
  } catch (error) {
    if (error instanceof StoryboardError) return error
    throw error
  }
  throw new Error('The storyboard has no mistake')
}

test('mistakes of YAML, of the shape, of names and of templates are told in one run', (t) => {
  const source = `storyboard: 1
name: Rad & Tat
languages: [en, de]
bot:
  name: Rudi
   disclosure: I am Rudi, a bot
intents:
  rent:
    - I want to rent a bike
   - can I hire a bike
    - book a bike
  hours:
    - when are you open
    - when are you open
scenes:
  rent:
    on:
      - intent: rnt
    do:
      - ask: bike
        question: Which bike: city or cargo?
        choices: [City bike, Cargo bike
      - say: Hello {{ profile.firstNme }}
        quick_replis: [A]
      - go: hour
  hours:
     on:
      - intent: hours
    do:
      - say: *Nine* to six
      - say: 'We're open'
  late:
    on:
      - keyword: late
  do:
    - say: "See you
  complaint:
    on:
      - intent: complaint
    do:
\t  - say: Sorry
      - hand_over: nobody
fallback:
  texts: []
name: Again
`
  t.deepEqual(mistakesIn(source), [
    '6 "disclosure" begins after 3 spaces, but "name" in line 5 after 2: use 2 spaces, as they belong together',
    '10 "- can I hire a …" begins after 3 spaces, but "- I want to ren…" in line 9 after 4: use 4 spaces, as they belong together',
    '13 the intent hours has 1 different example: it needs 3 or more, add some',
    '18 there is no intent "rnt": did you mean rent?',
    `21 is not YAML: A text with ': ' in it (as in default: "…") needs single quotation marks around it.`,
    '22 is not YAML: The [ is not closed. Add ] at the end.',
    '23 there is no profile.firstNme: did you mean firstName?',
    '24 the key "quick_replis" is not known: did you mean "quick_replies"?',
    '25 there is no scene "hour": did you mean hours?',
    '29 "do" begins after 4 spaces, but "on" in line 27 after 5: use 5 spaces, as they belong together',
    '30 there is no &Nine* for *Nine* to repeat: a text that begins with * needs quotation marks around it',
    `31 is not YAML: Write an apostrophe within '…' twice, or put the text in "…".`,
    '35 "do" begins too far left: it belongs to "late", so begin it under "on"',
    '36 is not YAML: The " is not closed. Add " at the end.',
    '39 there is no intent "complaint": use one of rent, hours',
    '41 is not YAML: Tabs are not allowed as indentation. Use spaces.',
    '42 hand_over must be page_inbox, or the id of an app in quotation marks',
    '44 texts must not be empty',
    '45 the key "name" is repeated, first in line 2: keep one of them',
  ])
})

test('a key that begins too far left or right is told so, and nothing is told missing for it', (t) => {
  const source = `storyboard: 1
name: Rad
bot:
  name: Rudi
disclosure: I am Rudi
scenes:
  rent:
    on:
      - keyword: rent
  do:
    - say: Hi
  mail:
    on:
      - keyword: mail
    do:
      - ask: mail
        question: Which?
        type: emial
        on_failure:
        - say: Sorry
      - if: slots.mail
        then:
          - say: x
            else:
              - say: y
questions:
  attempts: many
fallback:
  texts: [Pardon?]
`
  t.deepEqual(mistakesIn(source), [
    '5 "disclosure" begins too far left: it belongs to "bot", so begin it under "name"',
    '10 "do" begins too far left: it belongs to "rent", so begin it under "on"',
    '18 type must be one of text, number, email, phone, date, time, money, yes_no: did you mean email?',
    '24 "else" begins too far right: begin it under "then"',
    '27 attempts must be a number, not a text',
  ])
})

test('a wrong question or value keeps its name, so that what uses it is no mistake', (t) => {
  const source = `storyboard: 1
name: Rad
bot:
  name: Rudi
  disclosure: I am Rudi
scenes:
  mail:
    on:
      - keyword: mail
    do:
      - ask: mail
        question: Which?
        type: e-mail
        request: true
      - set:
          context.day: [1]
      - say: '{{ slots.mail }} {{ context.day }} {{ slots.mial }}'
fallback:
  texts: [Pardon?]
`
  t.deepEqual(mistakesIn(source), [
    '13 type must be one of text, number, email, phone, date, time, money, yes_no: did you mean email?',
    '16 context.day must be a text, not a list',
    '17 there is no slots.mial: did you mean mail? (a slot is filled by an ask)',
  ])
})

test('a language that the list lacks is one mistake, however many texts have it', (t) => {
  const source = `storyboard: 1
name: Rad
languages: [en]
bot:
  name: Rudi
  disclosure: { en: I am Rudi, de: Ich bin Rudi }
scenes:
  rent:
    on:
      - keyword: rent
    do:
      - say: { en: Yes, de: Ja }
fallback:
  texts: [{ en: 'Pardon?', fr: 'Pardon ?' }]
`
  t.deepEqual(mistakesIn(source), [
    '6 there is no language "de": use one of en (2 texts have it)',
    '14 there is no language "fr": use one of en',
  ])
})
