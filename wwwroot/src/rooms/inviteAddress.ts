/** Whether an address leads nowhere from another machine. */
export function reachesThisComputerOnly(url: string): boolean {
  try {
    const { hostname } = new URL(url)
    return (
      hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || hostname.startsWith('127.')
    )
  } catch {
    return false
  }
}
