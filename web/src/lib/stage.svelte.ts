// Moving about on a drawing: wheel, drag, pinch-free keys. Drawings turn their places into page pixels by `at`.

const REST_MS = 140

export class Stage {
  scale = $state(1)
  dx = $state(0)
  dy = $state(0)
  /** True while it moves: a drawing may then leave out what is slow to draw. */
  moving = $state(false)
  #rest: ReturnType<typeof setTimeout> | undefined
  #held: { x: number; y: number } | null = null
  #moved = false

  constructor(
    readonly least = 0.3,
    readonly most = 40,
  ) {}

  at(x: number, y: number): [number, number] {
    return [x * this.scale + this.dx, y * this.scale + this.dy]
  }

  reset(): void {
    ;[this.scale, this.dx, this.dy] = [1, 0, 0]
  }

  #move(): void {
    this.moving = true
    clearTimeout(this.#rest)
    // Whoever holds it still is about to move on: it rests when it is let go.
    this.#rest = setTimeout(() => (this.moving = !!this.#held), REST_MS)
  }

  /** Grows or shrinks by `factor` about the page point (`x`, `y`), which stays where it is. */
  zoom(factor: number, x: number, y: number): void {
    const scale = Math.min(Math.max(this.scale * factor, this.least), this.most)
    const real = scale / this.scale
    this.dx = x - (x - this.dx) * real
    this.dy = y - (y - this.dy) * real
    this.scale = scale
    this.#move()
  }

  wheel(event: WheelEvent): void {
    event.preventDefault()
    this.zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY)
  }

  hold(event: PointerEvent): void {
    ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    this.#held = { x: event.offsetX - this.dx, y: event.offsetY - this.dy }
    this.#moved = false
  }

  /** Whether the pointer drags the drawing (and so points at nothing). */
  drag(event: PointerEvent): boolean {
    if (!this.#held) return false
    const [dx, dy] = [event.offsetX - this.#held.x, event.offsetY - this.#held.y]
    if (Math.abs(dx - this.dx) + Math.abs(dy - this.dy) > 2) this.#moved = true
    ;[this.dx, this.dy] = [dx, dy]
    this.#move()
    return this.#moved
  }

  /** Lets go; true if it was a click and not a drag. */
  drop(): boolean {
    this.#held = null
    if (this.moving) this.#move()
    return !this.#moved
  }

  key(event: KeyboardEvent, width: number, height: number): boolean {
    const step = 60
    const moves: Record<string, () => void> = {
      ArrowLeft: () => (this.dx += step),
      ArrowRight: () => (this.dx -= step),
      ArrowUp: () => (this.dy += step),
      ArrowDown: () => (this.dy -= step),
      '+': () => this.zoom(1.4, width / 2, height / 2),
      '=': () => this.zoom(1.4, width / 2, height / 2),
      '-': () => this.zoom(1 / 1.4, width / 2, height / 2),
      '0': () => this.reset(),
    }
    const move = moves[event.key]
    if (!move) return false
    move()
    this.#move()
    event.preventDefault()
    return true
  }
}
