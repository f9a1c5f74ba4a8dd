/** The mark: several lines become one, in a speech bubble. */
export function Mark(props: { size: number }) {
  return (
    <svg class="mark" width={props.size} height={props.size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        fill="var(--gold)"
        d="M9 2h14a7 7 0 0 1 7 7v11a7 7 0 0 1-7 7H13l-6.4 3.8A1 1 0 0 1 5 30v-4.2A7 7 0 0 1 2 20V9a7 7 0 0 1 7-7z"
      />
      <g fill="none" stroke="var(--on-gold)" stroke-width="2.6" stroke-linecap="round">
        <path d="M8 9c7 0 5 5.5 11 5.5" />
        <path d="M8 14.5h11" />
        <path d="M8 20c7 0 5-5.5 11-5.5" />
      </g>
      <circle cx="22.5" cy="14.5" r="2.6" fill="var(--on-gold)" />
    </svg>
  )
}
