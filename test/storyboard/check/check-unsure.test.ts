import test from 'ava'
import { StoryboardError } from '../../../src/storyboard/problem.ts'
import { storyboardWith } from '../small-storyboard.ts'

const intents = {
  state: ['where is my order', 'has it been sent', 'track my parcel'],
  stop: ['cancel my order', 'i do not want it', 'please cancel'],
  praise: ['well done', 'great coffee', 'i love it'],
}
const scenes = {
  state: { on: [{ intent: 'state' }], do: [{ say: 'There.' }] },
  stop: { on: [{ intent: 'stop' }], do: [{ say: 'Done.' }] },
  praise: { on: [{ comment: 'any', intent: 'praise' }], do: [{ like: true }] },
}
const titles = { state: 'My order', stop: 'Cancel it' }

function mistakesOf(unsure: object, more: object = {}): readonly string[] {
  try {
    storyboardWith({ intents, scenes, unsure, ...more })
    return []
  } catch (error) {
    if (error instanceof StoryboardError) return error.problems.map(({ message }) => message)
    throw error
  }
}

function warningsOf(unsure: object, more: object = {}): readonly string[] {
  return storyboardWith({ intents, scenes, unsure, ...more }).warnings.map(({ message }) => message)
}

test('an intent that starts a scene in Messenger needs a title, or is listed under except', (t) => {
  t.deepEqual(mistakesOf({ titles }), [])
  const more = { scenes: { ...scenes, praise: { on: [{ intent: 'praise' }], do: [{ say: 'Oh!' }] } } }
  t.deepEqual(mistakesOf({ titles }, more), [
    'has no title for the intent praise, which unsure may name: add one, or list praise under except',
  ])
  t.deepEqual(mistakesOf({ titles, except: ['praise'] }, more), [])
})

test('a title is at most 20 characters, in each language', (t) => {
  const languages = ['en', 'de']
  const long = { ...titles, state: { en: 'My order', de: 'Wo meine Bestellung bleibt' } }
  t.regex(mistakesOf({ titles: long }, { languages }).join('\n'), /26 characters.*20/)
  t.regex(mistakesOf({ titles, something_else: 'None of these intents' }).join('\n'), /21 characters.*20/)
  t.regex(
    warningsOf({ titles: { ...titles, state: { en: 'My order' } } }, { languages }).join('\n'),
    /no text in de/,
  )
})

test('unknown intents are told with the nearest one, all at once', (t) => {
  const mistakes = mistakesOf({ titles: { ...titles, stat: 'Order' }, except: ['prase'] })
  t.deepEqual(mistakes.toSorted(), [
    'there is no intent "prase": did you mean praise?',
    'there is no intent "stat": did you mean state?',
  ])
})

test('two equal titles are no choice', (t) => {
  t.deepEqual(mistakesOf({ titles: { state: 'It', stop: 'it!' } }), [
    'is the title of state, too: customers cannot choose between them',
  ])
  t.deepEqual(mistakesOf({ titles, something_else: 'Cancel it' }), [
    'is the title of something_else, too: customers cannot choose between them',
  ])
})

test('one title alone is no choice, and a title that is never shown is a warning', (t) => {
  t.deepEqual(mistakesOf({ titles: { state: 'My order' }, except: ['stop'] }), [
    'needs the titles of two or more intents that start a scene: with fewer, nothing can be asked',
  ])
  t.deepEqual(warningsOf({ titles: { ...titles, praise: 'Praise' } }), [
    'is never shown: no scene starts in Messenger by the intent praise alone',
  ])
  const more = { scenes: { ...scenes, more: { on: [{ intent: 'praise' }], do: [{ say: 'x' }] } } }
  t.deepEqual(warningsOf({ titles: { ...titles, praise: 'Praise' }, except: ['praise'] }, more), [
    'is under except, too: remove it from one of them',
  ])
})

function also(scene: object): readonly string[] {
  return mistakesOf(
    { titles },
    { scenes: { ...scenes, extra: { also: true, do: [{ say: 'x' }], ...scene } } },
  )
}

test('a scene that can never follow another one has no use of also', (t) => {
  t.deepEqual(also({ on: [{ keyword: 'extra' }] }), [
    'has no effect: no intent starts this scene in Messenger',
  ])
  const handOver = [{ hand_over: 'page_inbox' }]
  t.deepEqual(also({ on: [{ intent: 'stop' }], do: handOver }), [
    'has no effect: this scene always hands over, so it follows no other reply',
  ])
  t.deepEqual(also({ on: [{ intent: 'stop' }] }), [])
})

test('the bounds are shares, and an unknown key is told with the nearest one', (t) => {
  t.regex(mistakesOf({ titles, first_at_least: 2 }).join('\n'), /at most 1|1/)
  t.regex(mistakesOf({ titles, question: 'Which?', first_at_lest: 0.2 }).join('\n'), /first_at_least/)
})
