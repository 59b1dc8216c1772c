import path from 'node:path'
import test from 'ava'
import { liveActOf, whyNotLive } from '../../../sandbox/demo/live-acts.ts'
import { findTranscripts, readTranscript } from '../../../src/storyboard/transcript/read.ts'

const folder = path.join(import.meta.dirname, '../../../storyboards')
const files = ['coffee', 'service-desk'].flatMap((name) =>
  findTranscripts(path.join(folder, name, 'storyboard.yaml')),
)

/** The transcripts that only `pagebeat storyboard test` plays, with the reason. All others are played by `npm start`. */
const inAWorldOfTheirOwn = {
  'coffee/11-shops': 'now',
  'coffee/17-change-of-mind': 'now',
  'coffee/18-complaint': 'now',
  'coffee/20-complaint-from-a-comment': 'now',
  'coffee/22-abuse-is-hidden': 'edited',
  'coffee/33-private-reply-refused': 'refused',
  'coffee/34-hand-over-refused': 'refused',
  'coffee/35-ads-and-offers': 'ad',
  'coffee/36-stickers-and-edits': 'sticker',
  'coffee/37-burst': 'burst',
  'coffee/38-follow-up': 'wait',
  'coffee/43-not-clear': 'understood',
  'coffee/44-not-clear-in-german': 'understood',
  'coffee/45-two-wishes': 'now',
  'coffee/49-lead-form': 'lead',
  'coffee/53-messages-of-others': 'ad',
  'service-desk/01-comment-becomes-a-case': 'wait',
  'service-desk/05-cancelled': 'wait',
  'service-desk/11-anger': 'wait',
  'service-desk/24-bad-grade': 'wait',
  'service-desk/27-private-reply-refused': 'refused',
  'service-desk/28-hand-over-refused': 'refused',
  'service-desk/29-ads-and-updates': 'ad',
  'service-desk/30-stickers-and-edits': 'sticker',
  'service-desk/31-burst': 'burst',
  'service-desk/32-follow-up': 'wait',
  'service-desk/42-a-day-in-two-weeks': 'now',
  'service-desk/42-not-clear': 'understood',
  'service-desk/43-a-day-in-three-days': 'now',
  'service-desk/43-not-clear-in-german': 'understood',
  'service-desk/44-a-day-of-the-month': 'now',
  'service-desk/44-not-clear-in-spanish': 'understood',
  'service-desk/45-a-range-of-days': 'now',
  'service-desk/49-lead-form': 'lead',
  'service-desk/50-code-too-late': 'wait',
  'service-desk/52-messages-of-others': 'page',
}

test('npm start plays every transcript of the examples but those that need a world of their own', (t) => {
  const own: Record<string, string> = {}
  for (const file of files) {
    const transcript = readTranscript(file)
    const why = whyNotLive(transcript)
    const [storyboard, , name] = path.relative(folder, file).split(path.sep)
    if (why !== undefined) own[`${storyboard}/${path.parse(name ?? '').name}`] = why
    else
      for (const step of transcript.steps)
        if ('person' in step) t.not(liveActOf(step.person), undefined, file)
  }
  t.deepEqual(own, inAWorldOfTheirOwn)
})

test('an act whose details a simulated customer would leave out is not played live', (t) => {
  const acts = [
    { comment: 'Hi', page: '7' },
    { comment: '', attachment: 'video' },
    { payload: 'GET_STARTED', ref: 'flyer' },
    { lead: { email: 'ada@example.org' } },
  ] as const
  for (const act of acts) {
    t.is(liveActOf(act), undefined, JSON.stringify(act))
    const steps = [{ person: act }]
    t.is(whyNotLive({ title: 'one', steps }), Object.keys(act)[0])
  }
  t.is(
    whyNotLive({ title: 'one', profile_columns: { tier: 'gold' }, steps: [{ person: 'hi' }] }),
    'profile_columns',
  )
})
