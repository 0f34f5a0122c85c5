export interface Column<T> {
  title: string
  value: (row: T) => string | number
  /** What is shown where it is not the value itself. */
  text?: (row: T) => string
  numeric?: boolean
  /** Whether the table's `cell` draws it. */
  custom?: boolean
  width?: string
}

/** `rows` in the order of `column`; words by their letters, in whatever script. */
export function sorted<T>(rows: readonly T[], column: Column<T>, down: boolean): T[] {
  const sign = down ? -1 : 1
  return rows.toSorted((a, b) => {
    const [one, other] = [column.value(a), column.value(b)]
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other)
    return sign * String(one).localeCompare(String(other))
  })
}
