/** What a device calls itself, or is called. */
export function DeviceName(props: { name: string | undefined }) {
  return <bdi class="device-name">{props.name || 'Unnamed browser'}</bdi>
}
