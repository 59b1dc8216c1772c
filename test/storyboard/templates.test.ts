import { performance } from 'node:perf_hooks'
import test from 'ava'
import { createTemplates } from '../../src/storyboard/templates.ts'

const { render, holds } = createTemplates({ timezone: 'UTC' })

test('a worker that is paused in the middle of a text renders the whole text', (t) => {
  const scope = {
    get name() {
      const until = performance.now() + 1_100
      while (performance.now() < until);
      return 'Ada'
    },
  }
  t.is(render('Hello {{ name }}, {% if name %}welcome{% endif %}!', scope), 'Hello Ada, welcome!')
})

test('loops are cut by their steps: the text fails, and a condition with it is false', (t) => {
  const list = Array.from({ length: 100 }, (_, index) => index)
  const one = '{% for a in list %}{% for b in list %}x{% endfor %}{% endfor %}'
  t.is(render(one, { list })?.length, 10_000)
  t.is(render(`{% for c in list %}${one}{% endfor %}`, { list }), undefined)
  t.is(render(`{% for c in (1..1000) %}${one}{% endfor %}`, { list }), undefined)
  t.true(holds('list contains 7', { list }))
})
