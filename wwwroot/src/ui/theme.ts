import { createSignal } from 'solid-js'
import { recall, remember } from './local'

export const themes = ['system', 'dark', 'light'] as const
export type Theme = (typeof themes)[number]

const [theme, setTheme] = createSignal<Theme>(themes.find((known) => known === recall('theme')) ?? 'system')

export { theme }

export function chooseTheme(chosen: Theme): void {
  setTheme(chosen)
  remember('theme', chosen)
  applyTheme()
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = theme()
}
