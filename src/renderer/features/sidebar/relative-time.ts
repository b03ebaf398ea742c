// How long ago, in as few characters as can be read at a glance. The words come from the catalogue.

import { strings } from './strings.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY
/** From here on a date says more than a count of weeks. */
const LONG_AGO = 5 * WEEK

/** A time ahead of ours (the server's clock is fast) counts as now. */
export const relativeTime = (now: number, then: number): string => {
  const age = now - then
  if (age < MINUTE) return strings.ago.now
  if (age < HOUR) return strings.ago.minutes(Math.floor(age / MINUTE))
  if (age < DAY) return strings.ago.hours(Math.floor(age / HOUR))
  if (age < WEEK) return strings.ago.days(Math.floor(age / DAY))
  if (age < LONG_AGO) return strings.ago.weeks(Math.floor(age / WEEK))
  return strings.ago.date(new Date(then))
}
