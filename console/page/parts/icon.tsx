/** Signs, drawn with lines in the colour of their text. They say nothing to screen readers. */
const paths = {
  inbox: 'M4 5h16v14H4zM4 14h5l1 2h4l1-2h5',
  customers: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20a7 7 0 0 1 14 0',
  insights: 'M4 20h16M7 16v-5M12 16V6M17 16v-8',
  health: 'M3 12h5l2-5 4 10 2-5h5',
  settings: 'M4 8h9M17 8h3M4 16h3M11 16h9M13 6v4M7 14v4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4 4',
  filter: 'M4 6h16M7 12h10M10 18h4',
  back: 'M14 6l-6 6 6 6',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 13l4 4L19 7',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01',
  saved: 'M6 4h12v16l-6-4-6 4z',
  edit: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  send: 'M4 12l16-7-5 15-3-6zM12 14l8-9',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  down: 'M6 10l6 6 6-6',
  out: 'M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9',
  why: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M12 17h.01',
  feed: 'M4 5h16v11H10l-4 3.500V16H4z',
  messenger:
    'M12 4c-5 0-8 3.300-8 7.300 0 2.300 1 4 2.600 5.300V20l3-1.700c.8.2 1.600.3 2.400.3 5 0 8-3.300 8-7.300S17 4 12 4z',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20a7 7 0 0 1 14 0',
  sent: 'M5 13l4 4L19 7',
  read: 'M2 13l4 4L15 7M12 16l1 1 9-10',
} as const

export type IconName = keyof typeof paths

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}

export function Brand() {
  return (
    <svg class="brand-sign" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" />
      <path d="M4 17h6l3-8 5 15 4-9 1.500 2H28" />
    </svg>
  )
}
