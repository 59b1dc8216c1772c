import { useView } from '../parts/context.ts'

/** Said by screen readers when they are idle: new messages of the open conversation, and new customers who wait. */
export function LiveRegions() {
  const announcement = useView((state) => state.announcement)
  return (
    <p class="unseen" role="status" data-live>
      {announcement}
    </p>
  )
}
