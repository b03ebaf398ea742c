// The reaper: a small `sh` that outlives the host by a few seconds. Its stdin is the host's pipe, so the
// kernel tells it of the host's end however that came about, and it then ends everything the server started.
// The text is handed to `sh -c`, because a packed app has no script files that `sh` could open.

/** In the environment of every server and so of everything it starts; the value is the server's own token. */
export const LIFELINE_VARIABLE = 'MILLRACE_LIFELINE'

/** Between TERM and KILL, in tenths of a second. With the KILL rounds below it stays under the 5 s promised. */
const GRACE_TENTHS = 10

/** Rounds of KILL, 0.1 s apart: only what can't be killed at all (another user's) is left after them. */
const KILL_ROUNDS = 15

/**
 * `sh -c REAPER millrace-lifeline <token>`. Lines on stdin:
 * `watch <pid>` (the server, leader of its own process group), `look` (remember the tree as it is now),
 * `gone` (the server has exited, its pid may be anybody's soon). EOF ends everything, then it exits.
 *
 * Ours is whatever carries the token in its environment, descends from the server or from something that was
 * ours a moment ago, or shares a process group with one of these. A shell that an agent started has a group of its
 * own and belongs to pid 1 as soon as the server is dead: so the tree is collected before anything is killed.
 */
export const REAPER = `
token=$1
server= groups= kept= ending=0
list() {
  if [ -r /proc/self/stat ]; then
    cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^\\([0-9]*\\) (.*) \\([A-Za-z]\\) \\([0-9]*\\) \\([0-9]*\\) .*$/\\1 \\3 \\4 \\2/p'
  else
    ps -A -o pid= -o ppid= -o pgid= -o stat=
  fi
}
carriers() {
  if [ -r /proc/self/environ ]; then
    grep -lF "${LIFELINE_VARIABLE}=$token" /proc/[0-9]*/environ 2>/dev/null | sed 's/[^0-9]//g'
  else
    ps -A -E -ww -o pid= -o command= 2>/dev/null | awk -v token="$token" 'index($0, "${LIFELINE_VARIABLE}=" token) { print $1 }'
  fi
}
collect() {
  carried=$(carriers)
  found=$(list | awk -v seeds="$server $kept $carried" -v known="$groups" -v ending=$ending -v self=$$ '
    BEGIN {
      count = split(seeds, names, /[ \\n]+/)
      for (i = 1; i <= count; i++) if (names[i] != "") seed[names[i]] = 1
      count = split(known, names, /[ \\n]+/)
      for (i = 1; i <= count; i++) if (names[i] != "") group[names[i]] = 1
    }
    $4 !~ /^Z/ && $1 > 1 && $1 != self { n++; pid[n] = $1; parent[n] = $2; pgid[n] = $3 }
    END {
      do {
        grown = 0
        for (i = 1; i <= n; i++) {
          if (pid[i] in ours) continue
          if (!(pid[i] in seed) && !(parent[i] in ours) && !(pgid[i] in group)) continue
          ours[pid[i]] = 1
          if (pgid[i] > 1 && pgid[i] != self) { group[pgid[i]] = 1; living[pgid[i]] = 1 }
          grown = 1
        }
      } while (grown)
      for (p in ours) printf "%s ", p
      printf "/"
      for (g in group) if (ending || g in living) printf "%s ", g
    }')
  kept=\${found%/*} groups=\${found#*/}
}
done_if_empty() {
  [ -z "$kept" ] || return 0
  # A process born while the list was read is not in it, so one empty list proves nothing.
  collect
  [ -n "$kept" ] || exit 0
}
end_all() {
  trap '' TERM HUP INT
  ending=1
  collect
  done_if_empty
  kill -TERM $kept 2>/dev/null
  round=0
  while [ $round -lt ${GRACE_TENTHS} ]; do
    sleep 0.1
    collect
    done_if_empty
    round=$((round + 1))
  done
  round=0
  while [ $round -lt ${KILL_ROUNDS} ]; do
    kill -KILL $kept 2>/dev/null
    sleep 0.1
    collect
    done_if_empty
    round=$((round + 1))
  done
  exit 1
}
trap end_all TERM HUP INT
while read -r word pid; do
  case $word in
    watch) server=$pid groups=$pid ;;
    gone) server= ;;
    look) collect ;;
  esac
done
end_all
`
