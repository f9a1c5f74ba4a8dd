import { createClock } from '../../ui/ticking'
import { clockTime } from '../../ui/times'
import { countdownText } from './when'

/** How long something lasts still. The countdown is for the eye alone: read aloud every second it would drown everything else. */
export function TimeLeft(props: { until: number }) {
  const now = createClock(500)
  return (
    <p class="time-left">
      <span aria-hidden="true">{countdownText(props.until - now())} left</span>
      <span class="spoken">Until {clockTime(props.until)}.</span>
    </p>
  )
}
