/** The style of the pages that the window shows to people; inline, nothing is loaded. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --ink: #1b2430; --soft: #566273;
  --line: #dde2e9; --accent: #0b5cad; --good: #1a7f4b; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --bg: #11161d; --card: #1a212b; --ink: #e8edf3;
  --soft: #9fadbd; --line: #2c3745; --accent: #79b8ff; --good: #5fd39a; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); line-height: 1.55;
  font-family: system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
h1 { margin: 0; font-size: 2rem; letter-spacing: -0.01em; }
h2 { font-size: 1.05rem; margin: 2rem 0 .75rem; }
p { margin: .4rem 0; } .soft { color: var(--soft); }
.state { display: inline-flex; align-items: center; gap: .5rem; margin-top: 1rem;
  padding: .3rem .8rem; border: 1px solid var(--line); border-radius: 99px;
  background: var(--card); }
.dot { width: .6rem; height: .6rem; border-radius: 50%; background: var(--good); }
.dot.bad { background: var(--bad); }
ul, ol { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
li > a, li > div { display: block; padding: .8rem 1rem; color: inherit; text-decoration: none; }
li > a:hover, li > a:focus-visible { outline: 2px solid var(--accent); border-radius: .6rem; }
b { color: var(--accent); font-weight: 600; }
code, pre { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; color: var(--soft); }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .9rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
`;

/** A page shows its own style and nothing from elsewhere. */
export const PAGE_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'";
