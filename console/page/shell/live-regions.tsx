import { useView } from '../parts/context.ts'
import { useAlerts } from './use-alerts.ts'

/** Said by screen readers when they are idle: new messages of the open conversation, and new customers who wait. */
export function LiveRegions() {
  useAlerts()
  const announcement = useView((state) => state.announcement)
  return (
    <p class="unseen" role="status" data-live>
      {announcement}
    </p>
  )
}
