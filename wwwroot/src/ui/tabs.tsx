import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { roveFocus } from './roving'
import './tabs.css'

export interface Tab {
  name: string
  panel: () => JSX.Element
}

/** Panels of which one is shown, at first the one with the name `first` (ARIA Authoring Practices: tabs with manual activation by click, arrows move and choose). */
export function Tabs(props: { label: string; tabs: Tab[]; first?: string | undefined }) {
  const [chosen, setChosen] = createSignal(
    Math.max(
      0,
      props.tabs.findIndex(({ name }) => name === props.first),
    ),
  )
  const id = createUniqueId()
  let list!: HTMLDivElement
  const move = (event: KeyboardEvent) => {
    roveFocus(event, list, '[role=tab]', props.tabs.length)
    const focused = [...list.children].indexOf(document.activeElement as Element)
    if (focused >= 0) setChosen(focused)
  }

  return (
    <div class="tabs">
      <div class="tab-list" role="tablist" aria-label={props.label} ref={list} onKeyDown={move}>
        <For each={props.tabs}>
          {(tab, index) => (
            <button
              type="button"
              role="tab"
              id={`${id}-tab-${index()}`}
              aria-selected={chosen() === index()}
              aria-controls={`${id}-panel`}
              tabIndex={chosen() === index() ? 0 : -1}
              onClick={() => setChosen(index())}
            >
              {tab.name}
            </button>
          )}
        </For>
      </div>
      <Show when={props.tabs[chosen()]} keyed>
        {(tab) => (
          <div class="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-tab-${chosen()}`}>
            {tab.panel()}
          </div>
        )}
      </Show>
    </div>
  )
}
