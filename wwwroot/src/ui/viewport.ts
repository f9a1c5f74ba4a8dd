/**
 * Keeps `--viewport-height` at what the on-screen keyboard leaves. Browsers that resize the page themselves
 * (`interactive-widget`) never differ from 100dvh; Safari lays the keyboard over the page.
 */
export function followKeyboard(): void {
  const viewport = window.visualViewport
  if (viewport === null) return
  const update = () => {
    const covered = window.innerHeight - viewport.height * viewport.scale > 1
    const { style } = document.documentElement
    if (covered) style.setProperty('--viewport-height', `${Math.round(viewport.height * viewport.scale)}px`)
    else style.removeProperty('--viewport-height')
  }
  viewport.addEventListener('resize', update)
  update()
}
