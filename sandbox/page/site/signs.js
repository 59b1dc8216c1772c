/** Small drawings for reactions. They look the same on every machine; fonts do not. */

const face = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z'
const eyes = 'M9 9.500v1M15 9.500v1'

const paths = {
  none: 'M12 20C5 15 3.500 12 3.500 9a4.300 4.300 0 0 1 8.500-1.500A4.300 4.300 0 0 1 20.500 9c0 3-1.500 6-8.500 11z',
  like: 'M4 11h3v9H4zM7 11l4-7c1.500 0 2.300 1 2 2.500L12.400 10H18c1.300 0 2 1 1.800 2.200l-1.200 6c-.2 1.100-1 1.800-2 1.800H7',
  love: 'M12 20C5 15 3.500 12 3.500 9a4.300 4.300 0 0 1 8.500-1.500A4.300 4.300 0 0 1 20.500 9c0 3-1.500 6-8.500 11z',
  haha: `${face}M8 9.500l2 1-2 1M16 9.500l-2 1 2 1M7.500 14a4.600 4.600 0 0 0 9 0z`,
  wow: `${face}${eyes}M12 13.500a2 2.500 0 1 0 0 5 2 2.500 0 0 0 0-5z`,
  sad: `${face}${eyes}M8.500 16.500a4.500 4.500 0 0 1 7 0`,
  angry: `${face}${eyes}M7.500 7.500l3 1.500M16.500 7.500l-3 1.500M8.500 16.500a4.500 4.500 0 0 1 7 0`,
}

/** The name of each reaction. */
export const reactions = { like: 'Like', love: 'Love', haha: 'Haha', wow: 'Wow', sad: 'Sad', angry: 'Angry' }

const svg = 'http://www.w3.org/2000/svg'

/** An unknown reaction is drawn as a like. */
export function sign(reaction) {
  const drawing = document.createElementNS(svg, 'svg')
  drawing.setAttribute('viewBox', '0 0 24 24')
  drawing.setAttribute('aria-hidden', 'true')
  drawing.setAttribute('class', `sign sign-${reaction}`)
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', paths[reaction] ?? paths.like)
  drawing.append(path)
  return drawing
}
