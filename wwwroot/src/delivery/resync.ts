/** Fetches everything anew. Asked again while it is at it, it does so once more: what it has already fetched may be
 * older than the loss. */
export function createResync(fetchAll: () => Promise<void>[]): () => Promise<void> {
  let running: Promise<void> | undefined
  let again = false

  async function run() {
    do {
      again = false
      await Promise.all(fetchAll())
    } while (again)
    running = undefined
  }

  return () => {
    again = running !== undefined
    return (running ??= run())
  }
}
