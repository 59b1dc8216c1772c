import test from 'ava'
import { askedWordsOf, wordsOf } from '../../../../src/db/console/inbox/words.ts'

test('words are in small letters, without accents and signs', (t) => {
  t.deepEqual(wordsOf("  Où est l'Été?! où… "), ['ou', 'est', 'l', 'ete'])
  t.deepEqual(wordsOf('A-1234 +49 171'), ['a', '1234', '49', '171'])
})

test('scripts without spaces give pairs of signs, and the last sign', (t) => {
  t.deepEqual(wordsOf('咖啡好'), ['咖啡', '啡好', '好'])
  t.deepEqual(wordsOf('我want咖啡'), ['我', 'want', '咖啡', '啡'])
  t.deepEqual(askedWordsOf('咖啡好'), ['咖啡', '啡好'])
  t.deepEqual(askedWordsOf('好'), ['好'])
})

test('an emoji is a word', (t) => {
  t.deepEqual(wordsOf('👍👍 thanks❤️'), ['👍', 'thanks', '❤'])
})

test('hostile questions are no operators, and are cut', (t) => {
  t.deepEqual(askedWordsOf('+coffee -"tea" * ( @4 ~\' OR 1=1 --'), ['coffee', 'tea', '4', 'or', '1'])
  t.deepEqual(askedWordsOf('%_\\ "" \0'), [])
  t.is(askedWordsOf('x'.repeat(200))[0], 'x'.repeat(40))
  t.is(askedWordsOf('a b c d e f g h i j').length, 8)
})

test('a long text gives a bounded number of words, none longer than its column', (t) => {
  const words = wordsOf(Array.from({ length: 5_000 }, (_, at) => `word${at}`).join(' '))
  t.is(words.length, 2_000)
  t.true(wordsOf('💥'.repeat(100) + 'é'.repeat(100)).every((word) => Array.from(word).length <= 40))
})
