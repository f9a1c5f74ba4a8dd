/** Two devices with a code on the way from one to the other: for the eye alone, the sentence beside it says the same. */
export function TwoDevices() {
  return (
    <svg class="two-devices" viewBox="0 0 200 84" aria-hidden="true">
      <rect class="device" x="14" y="12" width="88" height="54" rx="6" />
      <path class="device" d="M4 72h108" />
      <rect class="device" x="154" y="8" width="38" height="66" rx="7" />
      <path class="device" d="M168 66h10" />
      <g class="digits">
        <circle cx="34" cy="39" r="4" />
        <circle cx="45" cy="39" r="4" />
        <circle cx="56" cy="39" r="4" />
        <circle cx="67" cy="39" r="4" />
        <circle cx="78" cy="39" r="4" />
      </g>
      <path class="way" d="M114 39h30m-8-7 8 7-8 7" />
      <path class="tick" d="m164 39 7 7 12-13" />
    </svg>
  )
}
