import Monitor from 'lucide-solid/icons/monitor'
import Smartphone from 'lucide-solid/icons/smartphone'
import Tablet from 'lucide-solid/icons/tablet'

/** How kinds of device are shown, and said after a person. */
export const deviceFaces = {
  desktop: { label: 'on a computer', icon: Monitor },
  tablet: { label: 'on a tablet', icon: Tablet },
  phone: { label: 'on a phone', icon: Smartphone },
}
