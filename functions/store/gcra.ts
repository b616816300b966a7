import type { Spending, SpendRequest } from '../../schema/ports.ts';

/**
 * A request in the terms of the generic cell rate algorithm (ITU-T I.371, annex A), in whole microseconds so that every store
 * computes the same: the budget is one time of arrival, which each cost moves on by `increment` and which may not pass `latest`.
 */
export interface Arrival {
  readonly now: number;
  readonly increment: number;
  readonly latest: number;
}

/** Microseconds after which one unit has come back; whole, so that a burst of n always grants exactly n units. */
function interval(perSecond: number): number {
  if (!(perSecond > 0)) throw new Error(`Cannot spend from a limit: perSecond must be above 0, is ${perSecond}`);
  return Math.max(1, Math.floor(1_000_000 / perSecond));
}

/** The terms of `request`; throws when its refill rate is not above 0 or its cost is below 0. */
export function arrival(request: SpendRequest): Arrival {
  if (!(request.cost >= 0)) throw new Error(`Cannot spend from a limit: cost must be at least 0, is ${request.cost}`);
  const unit = interval(request.perSecond);
  const now = Math.round(request.now * 1000);
  return { now, increment: Math.ceil(request.cost * unit), latest: now + Math.floor(request.burst * unit) };
}

/** What the caller is told when the budget's time of arrival stands at `standing` microseconds (null: never used). */
export function spending(request: SpendRequest, granted: boolean, standing: number | null): Spending {
  const { now, latest } = arrival(request);
  const arrivesAt = Math.max(now, standing ?? now);
  const remaining = Math.max(0, Math.floor((latest - arrivesAt) / interval(request.perSecond)));
  return { granted, remaining, resetAt: Math.ceil(arrivesAt / 1000) };
}
