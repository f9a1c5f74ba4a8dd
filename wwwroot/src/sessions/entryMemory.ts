import { forget, recall, remember } from '../ui/local'

/** The name and colour that one entered with last in this browser. */
export const recallEntry = () => ({ name: recall('name'), colour: recall('colour') })

export function rememberEntry(name: string, colour: string): void {
  remember('name', name)
  remember('colour', colour)
}

export function forgetEntry(): void {
  forget('name')
  forget('colour')
}
