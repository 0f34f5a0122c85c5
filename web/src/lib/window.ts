const SPARE = 12 // rows drawn above and below what is in sight, so that scrolling shows no holes

/** Which of `count` rows of `height` to draw, when `above` pixels of the list lie above the window. */
export function windowOf(
  above: number,
  sight: number,
  height: number,
  count: number,
): { first: number; last: number } {
  const first = Math.max(0, Math.floor(above / height) - SPARE)
  const last = Math.min(count, Math.ceil((above + sight) / height) + SPARE)
  return { first: Math.min(first, count), last: Math.max(last, Math.min(first, count)) }
}
