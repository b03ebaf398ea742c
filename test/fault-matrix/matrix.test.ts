import { expect, test } from 'vitest'
import { CELLS, describeMatrix } from './cells.ts'
import { playAll } from './play-all.ts'
import { seedsOf } from './seeds.ts'

test('every cell is played or says why it can’t be', () => {
  expect(describeMatrix(CELLS)).toMatchInlineSnapshot(`
    "
    sse, opencode
                      boot  catch-up  catch-up-calls  live  mid-delta  command-pending
    clean-close       x     x         x               x     x          x
    rst               x     x         x               x     x          x
    half-open         x     x         x               x     x          x
    cut-in-frame      x     x         x               x     x          x
    cut-in-character  a     x         x               x     x          x
    stall             x     x         x               x     x          x
    duplicate         x     x         b               x     x          x
    truncated-json    x     x         x               x     x          x
    no-content        x     x         x               x     x          x
    unauthorized      x     x         x               x     x          x
    too-many          x     x         x               x     x          x
    unavailable       x     x         x               x     x          x
    html              x     x         x               x     x          x
    buffering         x     x         c               x     x          x
    server-stopped    x     x         d               x     x          x
    server-killed     x     x         d               x     x          x
    worker-killed     x     x         d               x     x          x
    window-reload     x     x         d               x     x          x
    window-frozen     x     x         d               x     x          x
    port-closed       x     x         d               x     x          x
    clock-jump        x     x         d               x     x          x

    polling, opencode
                      boot  catch-up  catch-up-calls  live  mid-delta  command-pending
    clean-close       x     x         e               x     x          x
    rst               x     x         e               x     x          x
    half-open         x     x         e               x     x          x
    cut-in-frame      x     x         e               x     x          x
    cut-in-character  x     x         e               x     x          x
    stall             x     x         e               x     x          x
    duplicate         b     b         e               b     b          x
    truncated-json    x     x         e               x     x          x
    no-content        x     x         e               x     x          x
    unauthorized      x     x         e               x     x          x
    too-many          x     x         e               x     x          x
    unavailable       x     x         e               x     x          x
    html              x     x         e               x     x          x
    buffering         c     c         e               c     c          c
    server-stopped    x     x         e               x     x          x
    server-killed     x     x         e               x     x          x
    worker-killed     x     x         e               x     x          x
    window-reload     x     x         e               x     x          x
    window-frozen     x     x         e               x     x          x
    port-closed       x     x         e               x     x          x
    clock-jump        x     x         e               x     x          x

    sse, codenomad
                      boot  catch-up  catch-up-calls  live  mid-delta  command-pending
    clean-close       x     x         x               x     x          x
    rst               x     x         x               x     x          x
    half-open         x     x         x               x     x          x
    cut-in-frame      x     x         x               x     x          x
    cut-in-character  a     x         x               x     x          x
    stall             x     x         x               x     x          x
    duplicate         x     x         b               x     x          x
    truncated-json    x     x         x               x     x          x
    no-content        x     x         x               x     x          x
    unauthorized      x     x         x               x     x          x
    too-many          x     x         x               x     x          x
    unavailable       x     x         x               x     x          x
    html              x     x         x               x     x          x
    buffering         x     x         c               x     x          x
    server-stopped    x     x         d               x     x          x
    server-killed     x     x         d               x     x          x
    worker-killed     x     x         d               x     x          x
    window-reload     x     x         d               x     x          x
    window-frozen     x     x         d               x     x          x
    port-closed       x     x         d               x     x          x
    clock-jump        x     x         d               x     x          x

    polling, codenomad
                      boot  catch-up  catch-up-calls  live  mid-delta  command-pending
    clean-close       x     x         e               x     x          x
    rst               x     x         e               x     x          x
    half-open         x     x         e               x     x          x
    cut-in-frame      x     x         e               x     x          x
    cut-in-character  x     x         e               x     x          x
    stall             x     x         e               x     x          x
    duplicate         b     b         e               b     b          x
    truncated-json    x     x         e               x     x          x
    no-content        x     x         e               x     x          x
    unauthorized      x     x         e               x     x          x
    too-many          x     x         e               x     x          x
    unavailable       x     x         e               x     x          x
    html              x     x         e               x     x          x
    buffering         c     c         e               c     c          c
    server-stopped    x     x         e               x     x          x
    server-killed     x     x         e               x     x          x
    worker-killed     x     x         e               x     x          x
    window-reload     x     x         e               x     x          x
    window-frozen     x     x         e               x     x          x
    port-closed       x     x         e               x     x          x
    clock-jump        x     x         e               x     x          x

    a: the first event of a stream is server.connected, which is ASCII: no character to cut
    b: a call has one answer: there is no second copy of it for a proxy to send
    c: a buffering proxy passes answers that end; only a stream never fills its buffer
    d: a process, a page or a clock is struck whole, never its calls alone
    e: while polling there is no stream that could stay: calls are all there is to strike"
  `)
})

playAll(seedsOf([1, 2]))
