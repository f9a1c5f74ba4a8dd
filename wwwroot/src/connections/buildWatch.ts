import { createSignal } from 'solid-js'

export interface BuildWatch {
  newBuild(): boolean
  /** The server said which build it serves. */
  served(build: string): void
}

interface Page {
  /** The build that runs here; undefined when it is not known, as under the development server. */
  build: string | undefined
  development: boolean
  reload(): void
}

const ReloadedFor = 'chatmux-reloaded-for'

/** Notices that another build is served. A developer's page takes it at once, but only once per build: a server that
 * names a build and serves another must not make the page reload for ever. */
export function createBuildWatch(page: Page, storage: Storage): BuildWatch {
  const [newBuild, setNewBuild] = createSignal(false)
  return {
    newBuild,
    served(build) {
      const other = page.build !== undefined && page.build !== build
      setNewBuild(other)
      if (!other || !page.development || storage.getItem(ReloadedFor) === build) return
      storage.setItem(ReloadedFor, build)
      page.reload()
    },
  }
}
