import { render } from 'solid-js/web'
import '@fontsource-variable/inter/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import './ui/controls.css'
import { App } from './app'
import { createChat } from './chat'
import { takeLink } from './friends/addLink'
import { applyTheme } from './ui/theme'
import { followKeyboard } from './ui/viewport'

applyTheme()
takeLink()
followKeyboard()

const root = document.getElementById('root')
// Made here and not in the JSX: a property's expression is evaluated at each reading.
const chat = createChat()
if (root !== null) render(() => <App chat={chat} />, root)
