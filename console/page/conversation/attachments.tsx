import { useState } from 'preact/hooks'
import type { Message } from '../../api/conversation.ts'
import { useTexts } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { isWebUrl } from '../parts/web-url.ts'

type Attachment = Message['attachments'][number]

/** Pictures in a box of a fixed size, so that nothing moves when they arrive. Everything else is a link. */
export function Attachments({ attachments }: Pick<Message, 'attachments'>) {
  if (attachments.length === 0) return null
  return (
    <div class="attachments">
      {attachments.map((one, at) => (
        <OneAttachment key={`${at} ${one.url}`} attachment={one} />
      ))}
    </div>
  )
}

function OneAttachment({ attachment: { type, url, title } }: { readonly attachment: Attachment }) {
  const texts = useTexts()
  const [isBroken, setBroken] = useState(false)
  const name = title ?? (type === 'image' ? texts.picture : `${texts.attachment}: ${type}`)
  if (url === undefined || !isWebUrl(url))
    return (
      <span class="file">
        <Icon name="picture" /> <bdi>{name}</bdi>
      </span>
    )
  const isPicture = (type === 'image' || type === 'sticker') && !isBroken
  return (
    <a class={isPicture ? 'picture' : 'file'} href={url} target="_blank" rel="noopener noreferrer">
      {isPicture ? (
        <img
          src={url}
          alt={name}
          loading="lazy"
          referrerpolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      ) : (
        <>
          <Icon name="out" /> <bdi>{name}</bdi>
        </>
      )}
    </a>
  )
}
