import test from 'ava'
import { isReplyToComment, isSamePost } from '../../src/domain/story-id.ts'

const page = '398127345501923'

test('ids of one post are the same by their last part', (t) => {
  t.true(isSamePost(`${page}_700`, `${page}_700`))
  t.true(isSamePost('700', `${page}_700`))
  t.true(isSamePost('710090817985661_700', `${page}_700`)) // a Page with two ids
  t.false(isSamePost(`${page}_70`, `${page}_700`))
  t.false(isSamePost(page, `${page}_700`))
})

test('a comment on the post itself is no reply, also where its parent is an album', (t) => {
  const ids = (parentId: string | undefined, postId: string | undefined = `${page}_700`) =>
    isReplyToComment({ postId, parentId, commentId: '700_8001' })
  t.deepEqual(
    [ids(`${page}_700`), ids('690_700'), ids('700'), ids(`710090817985661_700`), ids(undefined)],
    [false, false, false, false, false],
  )
  t.true(ids('700_8000'))
  t.true(ids('8000'))
  t.true(isReplyToComment({ parentId: '700_8000', commentId: '700_8001' }))
  t.false(isReplyToComment({ parentId: '690_700', commentId: '700_8001' }))
})
