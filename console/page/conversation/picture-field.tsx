import { useEffect, useRef } from 'preact/hooks'
import { useTexts } from '../parts/context.ts'
import { Icon } from '../parts/icon.tsx'
import { isWebUrl } from '../parts/web-url.ts'

interface PictureFieldProps {
  readonly value: string
  readonly onChange: (url: string) => void
  readonly onClose: () => void
}

/** The address of a picture, which Facebook fetches, and how it looks. */
export function PictureField({ value, onChange, onClose }: PictureFieldProps) {
  const texts = useTexts()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <div class="picture-field">
      {value !== '' && isWebUrl(value) && <img src={value} alt="" referrerpolicy="no-referrer" />}
      <input
        ref={field}
        type="url"
        inputMode="url"
        autocomplete="off"
        aria-label={texts.pictureUrl}
        placeholder={texts.pictureUrl}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value.trim())}
      />
      <button type="button" class="plain square" aria-label={texts.removePicture} onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  )
}
