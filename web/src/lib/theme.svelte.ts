// Dark, light, or as the system says.

export type Theme = 'system' | 'light' | 'dark'

const KEY = 'detente-theme'
const system = matchMedia('(prefers-color-scheme: dark)')

class ThemeChoice {
  choice = $state<Theme>((localStorage.getItem(KEY) as Theme | null) ?? 'system')
  #systemDark = $state(system.matches)

  constructor() {
    system.addEventListener('change', () => (this.#systemDark = system.matches))
  }

  /** Whether the page is dark now; canvases read this to repaint. */
  get dark(): boolean {
    return this.choice === 'dark' || (this.choice === 'system' && this.#systemDark)
  }

  set(choice: Theme): void {
    this.choice = choice
    localStorage.setItem(KEY, choice)
  }
}

export const theme = new ThemeChoice()
