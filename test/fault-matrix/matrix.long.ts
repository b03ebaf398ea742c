/** Every cell that can be, with many more seeds than the default run plays. */
import { seedsOf } from './seeds.ts'
import { playAll } from './play-all.ts'

const MANY = Array.from({ length: 20 }, (_, index) => 101 + index)

playAll(seedsOf(MANY))
