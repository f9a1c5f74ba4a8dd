import { createSignal } from 'solid-js'

export interface BuildWatch {
  newBuild(): boolean
  /** The server said which build it serves, and, when the page was opened, whether it is a developer's. */
  served(build: string, development?: boolean): void
}

interface Page {
  /** The build that runs here; undefined when it is not known, as under the development server. */
  build: string | undefined
  reload(): void
}

const ReloadedFor = 'chatmux-reloaded-for'

/** Notices that another build is served. A developer's page takes it at once, but only once per build: a server that
 * names a build and serves another must not make the page reload for ever. */
export function createBuildWatch(page: Page, storage: Storage): BuildWatch {
  let takeAtOnce = false
  const [newBuild, setNewBuild] = createSignal(false)
  return {
    newBuild,
    served(build, development) {
      takeAtOnce = development ?? takeAtOnce
      const other = page.build !== undefined && page.build !== build
      setNewBuild(other)
      if (!other || !takeAtOnce || storage.getItem(ReloadedFor) === build) return
      storage.setItem(ReloadedFor, build)
      page.reload()
    },
  }
}
