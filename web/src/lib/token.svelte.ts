// A server that others can reach wants a token. It lives as long as this tab and no longer.

const KEY = 'detente-token'

class Token {
  value = $state(sessionStorage.getItem(KEY) ?? '')

  set(value: string): void {
    this.value = value.trim()
    sessionStorage.setItem(KEY, this.value)
  }

  header(): Record<string, string> {
    return this.value ? { authorization: `Bearer ${this.value}` } : {}
  }
}

export const token = new Token()
