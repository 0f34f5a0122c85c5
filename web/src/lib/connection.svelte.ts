// Whether the server answers. While it does not, we knock again, less and less often.

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 30_000

class Connection {
  lost = $state(false)
  /** Counts reconnections, so that whatever failed meanwhile asks again. */
  times = $state(0)
  #wait = FIRST_WAIT_MS
  #timer: ReturnType<typeof setTimeout> | undefined

  lose(): void {
    this.lost = true
    this.#timer ??= setTimeout(() => this.knock(), this.#wait)
  }

  found(): void {
    if (!this.lost) return
    this.lost = false
    this.#wait = FIRST_WAIT_MS
    this.times += 1
  }

  async knock(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
    try {
      await fetch('v1/health')
      this.found()
    } catch {
      this.lose()
    }
  }
}

export const connection = new Connection()
