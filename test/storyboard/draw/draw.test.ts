import path from 'node:path'
import test from 'ava'
import { stringify } from 'yaml'
import { toDialogue } from '../../../src/storyboard/draw/dialogue.ts'
import { drawStoryboard } from '../../../src/storyboard/draw/draw.ts'
import { loadStoryboard, parseStoryboard } from '../../../src/storyboard/load.ts'
import { createUnderstand } from '../../../src/nlp/understand.ts'
import { playTranscript } from '../../../src/storyboard/transcript/play.ts'
import { findTranscripts, readTranscript } from '../../../src/storyboard/transcript/read.ts'
import { findXmlMistakes } from './well-formed.ts'

const examples = await Promise.all(
  ['coffee', 'service-desk'].map(async (name) => {
    const file = path.join(import.meta.dirname, '../../../storyboards', name, 'storyboard.yaml')
    const storyboard = loadStoryboard(file)
    const understand = createUnderstand({ examples: storyboard.examples })
    const dialogues = await Promise.all(
      findTranscripts(file).map(async (transcript) =>
        toDialogue(await playTranscript(readTranscript(transcript), { storyboard, understand })),
      ),
    )
    return { name, storyboard, dialogues, ...drawStoryboard(storyboard, { dialogues }) }
  }),
)

const byText = (a: string, b: string) => a.localeCompare(b)

test('the picture is well-formed, has every scene and is the same each time', (t) => {
  for (const { svg, storyboard, dialogues } of examples) {
    t.deepEqual(findXmlMistakes(svg), [])
    const drawn = [...svg.matchAll(/data-scene="(?<scene>[^"]+)"/g)].map(
      ({ groups }) => groups?.['scene'] ?? '',
    )
    const { scenes } = storyboard.definition
    const all = [...Object.keys(scenes), 'fallback:', 'unsure:', 'page:', 'agent:', 'moderation:']
    t.deepEqual(drawn.toSorted(byText), all.toSorted(byText))
    t.is(drawStoryboard(storyboard, { dialogues }).svg, svg)
  }
})

test('lines lead from a scene to the scenes of its taps and its go, and to the agent', (t) => {
  const svg = examples.find(({ name }) => name === 'service-desk')?.svg ?? ''
  t.deepEqual(waysOf(svg, 'complaint_comment'), ['new_case', 'person'])
  t.deepEqual(waysOf(svg, 'open_case'), ['agent:'])
  t.deepEqual(waysOf(svg, 'manual'), ['helped', 'new_case'], 'by its payload, by its go')
  t.deepEqual(waysOf(svg, 'page:'), ['welcome', 'new_case', 'case_status', 'warranty', 'person'])
})

test('boxes do not overlap, and lie inside the picture', (t) => {
  for (const { svg } of examples) {
    const [width = 0, height = 0] = numbersIn(
      /viewBox="0 0 (?<numbers>[\d ]+)"/.exec(svg)?.groups?.['numbers'],
    )
    const boxes = boxesOf(svg)
    t.true(boxes.length > 20)
    for (const [index, a] of boxes.entries()) {
      t.true(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height)
      for (const b of boxes.slice(index + 1)) {
        const apart =
          a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        t.true(apart, `${JSON.stringify(a)} and ${JSON.stringify(b)}`)
      }
    }
  }
})

test('the page for the App Review has permissions, phrases, the picture and every dialogue', (t) => {
  for (const { html, svg, dialogues } of examples) {
    t.deepEqual(
      findXmlMistakes(html.slice(html.indexOf('<main>'), html.indexOf('</main>')).replaceAll('<br>', '')),
      ['not closed: main'],
    )
    t.true(html.includes(svg))
    for (const name of [
      'pages_messaging',
      'pages_manage_engagement',
      'pages_read_user_content',
      'pages_user_locale',
    ])
      t.true(html.includes(`<code>${name}</code>`), name)
    t.is(html.match(/<article class="chat"/g)?.length, dialogues.length)
    t.false(/<(?:script|link|img|iframe)\b/.test(html), 'no script runs and no file is fetched')
  }
})

test('a storyboard without feed triggers needs no permission for the feed', (t) => {
  const { html } = drawStoryboard(storyboardWith({}))
  t.true(html.includes('pages_messaging'))
  t.false(/pages_manage_engagement|pages_read_user_content|pages_user_/.test(html))
})

test('the page shows examples in the language of the result, and names only the acts of the file', (t) => {
  const source = stringify({
    storyboard: 1,
    name: 'Shop',
    languages: ['de', 'en'],
    bot: { name: 'Bot', disclosure: 'Hallo' },
    intents: { hours: ['when are you open', 'what hours', 'open now', 'wann habt ihr offen'] },
    moderation: { rules: { links: { link: 'any' } } },
    scenes: {
      hours: { on: [{ intent: 'hours' }], do: [{ say: { de: 'Bis sieben.', en: 'Until seven.' } }] },
    },
    fallback: { texts: ['Wie bitte?'] },
  })
  const { html } = drawStoryboard(parseStoryboard({ file: 'shop.yaml', source }), {
    languageOf: germanOrEnglish,
  })
  t.true(html.includes('<q>wann habt ihr offen</q>'))
  t.false(html.includes('<q>when are you open</q>'))
  t.true(html.includes('<td>Hides comments.</td>'))
  t.true(html.includes('It hides comments that break one of 1 rule'))
  t.false(/deletes|blocks|likes/.test(html))
})

function germanOrEnglish(text: string): string {
  return text.startsWith('wann') ? 'de' : 'en'
}

const hostile = `</title><script>alert("1")</script> & ]]> '><img src=x onerror=y> \u{7} {{ profile.firstName }} 🦊`

test('hostile names and texts are escaped in the picture and on the page', (t) => {
  const storyboard = storyboardWith({ name: hostile, text: hostile })
  const dialogues = [
    { title: hostile, turns: [{ who: 'customer', text: hostile, taps: [hostile] } as const] },
  ]
  const { svg, html } = drawStoryboard(storyboard, { dialogues })
  t.deepEqual(findXmlMistakes(svg), [])
  t.false(/<script|<img/.test(html))
  t.true(svg.includes('&lt;script&gt;'))
  t.true(html.includes('&#39;&gt;&lt;img'))
})

test('the check of XML finds mistakes', (t) => {
  for (const wrong of [
    '<a><b></a></b>',
    '<a>&nbsp;</a>',
    '<a b="1" b="2"/>',
    '<a>\u{1}</a>',
    '<a b="<"/>',
    '<a>',
  ])
    t.not(findXmlMistakes(wrong).length, 0, wrong)
  t.deepEqual(findXmlMistakes('<a b="&quot;"><c/>1 &lt; 2</a>'), [])
})

function storyboardWith({ name = 'Small', text = 'Hello' }: { name?: string; text?: string }) {
  const source = stringify({
    storyboard: 1,
    name,
    bot: { name: 'Bot', disclosure: text },
    intents: { greet: [text, 'hello there', 'good day'] },
    scenes: {
      hello: {
        about: text,
        on: [{ intent: 'greet' }, { keyword: text }],
        do: [{ say: text, quick_replies: [text.slice(0, 12)] }],
      },
    },
    fallback: { texts: [text] },
  })
  return parseStoryboard({ file: 'small.yaml', source })
}

function waysOf(svg: string, scene: string): string[] {
  const group = svg.split('\n').find((line) => line.includes(`data-scene="${scene}"`)) ?? ''
  return [...group.matchAll(/data-to="(?<to>[^"]+)"/g)].map(({ groups }) => groups?.['to'] ?? '')
}

function boxesOf(svg: string) {
  const pattern =
    /translate\((?<place>[\d. ]+)\)"><rect class="frame" width="(?<width>\d+)" height="(?<height>\d+)"/g
  return [...svg.matchAll(pattern)].map(({ groups = {} }) => {
    const [x = -1, y = -1] = numbersIn(groups['place'])
    return { x, y, width: Number(groups['width']), height: Number(groups['height']) }
  })
}

function numbersIn(text = ''): number[] {
  return text.split(' ').map(Number)
}
