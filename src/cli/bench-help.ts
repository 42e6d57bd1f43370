/** What `onestep bench --help` prints. */
export const HELP = `
onestep bench NAME [options]

Measures this machine. Each figure comes with its command line, commit, hardware and the settings
of the database (fsync and synchronous commit are on, read back from the server), and with raw
samples in a file. docs/PERFORMANCE.md says what each figure means and how it is measured.

onestep bench clear      parcels end to end over HTTP: signed messages to a server process and a
                         PostgreSQL of its own, receipts read back, then the audit
onestep bench budget     the load of clear with a profiler in the server: CPU time by stage
onestep bench copy       the same bytes into PostgreSQL by COPY alone: the limit, and how close
                         clear comes
onestep bench lane       scans of sorting lines in an open loop, while 500 parcels a second are
                         cleared beside them; each answer is compared with what it must be
onestep bench history    clear on an empty database and after 2 million parcels, and look-ups
onestep bench screens    what every list and search page of the console asks for, from page to
                         page, beside 2 million parcels and what these pages show
onestep bench soak       full load for half an hour and what it does to memory
onestep bench close-month
                         a month of closed export lists: merged as they are closed, declared, told
                         line by line, and corrected; every sum is compared with the lists
onestep bench xml [FILE...]
                         reading messages and checking their fields, against xmllint with the schema
onestep bench signature  verifying whole messages, against xmlsec1; SM2 beside bare OpenSSL

Exit code 0 only when everything was done: for a load, every parcel released and the audit clean.

A load (clear, budget, copy, history) is prepared beforehand by threads that have ended when it
begins; then the messages are sent from this process, whose CPU time is reported apart. A short
warm-up load comes first and is not counted. Latency counts to the receipt of the verdict in hand.

  --records N          parcels in one message, 1 to 100 (default 20)
  --seconds N          load for this time, as fast as it goes, then wait for the last verdict
                       (default 30)
  --rate N             clear: parcels a second instead, sent at random moments whether or not the
                       platform keeps up; latency counts from when a list should have been sent.
                       lane: scans a second, in the same way (default 500)
  --parcels N          this many parcels instead of what the seconds need; for history and
                       screens: how many parcels there are (default 2000000)
  --concurrency N      without --rate: groups of four messages under way at once (default 192 with
                       1 record a message, 48 with 20, 16 with 100)
  --seed N             which made-up world (default 1)
  --mode MODE          clear, budget: import (default) or 9610: retail parcels that leave, five
                       messages for each group, its arrival before its lists;
                       clear: both, one after the other, in turns, and how close they come
  --bonded             clear, budget: all parcels come from bonded stock, out of their book
  --hot                with --bonded: nine parcels in ten are one article, one line of the book
  --no-stock           with --bonded: the same parcels under a law that does not ask for stock, to
                       compare with
  --inspect            clear: under a law that classes lists and draws for inspection
  --cockpits N         clear: while so many officers watch the cockpit
  --lists N            close-month: how many lists (default 3000000)
  --minutes N          soak: how long (default 30)
  --asks N             screens: how often each is asked for (default 100)
  --data-dir DIR       history, screens: keep the filled database here, and fill only what is
                       missing the next time; about 6 GB for a million parcels

A comparison (xml, signature) does the same work on the same files in turns; ratio above 1 means
that ours is faster. The figures count CPU time; wallRatio goes by the clock.

  --rounds N           rounds of each comparison; the middle one counts (default 5; of history
                       and of clear --mode both 1)

For all:

  --out DIR            where the samples go (default .onestep/bench)
  --no-record          do not append the figures to bench/history.ndjson of this clone
  --json               print the figures as JSON
`;
