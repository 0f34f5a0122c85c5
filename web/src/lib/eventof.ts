// The event that was concluded from a claim.

import type { Claim, Event, Listed } from './api'
import { askAll, type Query } from './ask'

/** Looks first among the events of the claim's days, then among all of its type and party. */
export async function eventOf(claim: Claim): Promise<string | null> {
  if (claim.event_id) return claim.event_id
  const party = [...claim.actors, ...claim.recipients].find(({ actor_id }) => actor_id)?.actor_id
  const wide = { types: claim.type, actor: party }
  const near = claim.when && { ...wide, since: claim.when.start, until: claim.when.end }
  return (near && (await search(claim, near))) ?? (await search(claim, wide))
}

async function search(claim: Claim, query: Query): Promise<string | null> {
  const { items } = await askAll<Listed<Event>>('events', query)
  return items.find(({ claim_ids }) => claim_ids.includes(claim.id))?.id ?? null
}
