import test from 'ava'
import { commentAttachments } from '../../src/domain/comment-attachments.ts'

test('a photo, a video and a sticker of a comment are known by what Facebook names of their file', (t) => {
  const nothing = { photo: undefined, video_id: undefined, valueRaw: '{"item":"comment"}' }
  t.is(commentAttachments(nothing), undefined)
  t.deepEqual(commentAttachments({ ...nothing, photo: 'https://scontent.example/v/t39.30808-6/1.jpg' }), [
    'image',
  ])
  t.deepEqual(commentAttachments({ ...nothing, photo: 'https://scontent.example/v/t39.1997-6/1.png' }), [
    'sticker',
  ])
  t.deepEqual(commentAttachments({ ...nothing, valueRaw: '{"video":"https://video.example/1.mp4"}' }), [
    'video',
  ])
  t.deepEqual(commentAttachments({ ...nothing, video_id: '17', photo: 'https://x.example/1.jpg' }), [
    'image',
    'video',
  ])
})
